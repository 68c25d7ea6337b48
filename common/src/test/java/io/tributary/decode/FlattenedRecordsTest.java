package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.DeleteForm;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Op;
import io.tributary.event.RowSchema;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that ExtractNewRecordState has flattened, by what it was configured to add. */
class FlattenedRecordsTest {

  private static final TableId T = new TableId("public", "t");
  private static final String KEY = "{\"id\":1}";
  private static final String PLACE =
      "\"__lsn\":200,\"__sequence\":\"[\\\"100\\\",\\\"200\\\"]\",\"__source_ts_ms\":1772280000123";

  private final ChangeEventDecoder decoder = decoder(DeleteForm.REWRITE);

  private static ChangeEventDecoder decoder(DeleteForm deletes) {
    RowSchema columns =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.BIGINT)),
            new RowSchema.Column("v", ColumnType.of(Kind.TEXT)),
            new RowSchema.Column("__mine", ColumnType.of(Kind.TEXT)));
    return ChangeEventDecoder.of(
        Map.of(T, new TableDescription(T, columns, List.of("id"), false)),
        WireFormat.DEFAULT.withTopicPrefix("app").withRecords(RecordForm.FLATTENED, deletes));
  }

  private ChangeEvent change(Wire wire, String value) {
    Decoded decoded = decoder.decode(wire.record(KEY, value));
    assertThat(decoded).isInstanceOf(Decoded.Change.class);
    assertThat(((Decoded.Change) decoded).undescribed()).isEmpty();
    return ((Decoded.Change) decoded).event();
  }

  private static DecodeError rejected(ChangeEventDecoder decoder, Wire wire, String value) {
    Decoded decoded = decoder.decode(wire.record(KEY, value));
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected) decoded).code();
  }

  @Test
  void readsARowAndWhatWasAddedToIt() {
    ChangeEvent event =
        change(
            new Wire(),
            "{\"id\":1,\"v\":\"a\",\"__mine\":\"b\",\"__deleted\":\"false\",\"__op\":\"u\",\"__name\":\"x\","
                + "\"__txId\":733,\"__transaction_total_order\":3,"
                + PLACE
                + "}");

    assertThat(event.table()).isEqualTo(T);
    assertThat(event.op()).isEqualTo(Op.UPDATE);
    assertThat(event.before()).isNull();
    assertThat(event.after().schema().columns())
        .extracting(RowSchema.Column::name)
        .containsExactly("id", "v", "__mine");
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, true, 200, 3, Op.UPDATE));
    assertThat(event.txId()).isEqualTo(733);
    assertThat(event.committedAtMicros()).isEqualTo(1_772_280_000_123_000L);
  }

  @Test
  void readsWhatWasAddedToTheHeaders() {
    Wire wire =
        new Wire()
            .header("__op", "c")
            .header("__source_lsn", "200")
            .header("__source_sequence", "[\"100\",\"200\"]")
            .header("__source_ts_us", "1772280000123456");

    ChangeEvent event = change(wire, "{\"id\":1}");

    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, true, 200, 0, Op.CREATE));
    assertThat(event.committedAtMicros()).isEqualTo(1_772_280_000_123_456L);
  }

  @Test
  void takesColumnsThatAreNamedAlikeForNoneOfThat() {
    RowSchema columns =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.BIGINT)),
            new RowSchema.Column("__op", ColumnType.of(Kind.TEXT)),
            new RowSchema.Column("__lsn", ColumnType.of(Kind.BIGINT)),
            new RowSchema.Column("__deleted", ColumnType.of(Kind.BOOLEAN)));
    ChangeEventDecoder tombstones =
        ChangeEventDecoder.of(
            Map.of(T, new TableDescription(T, columns, List.of("id"), false)),
            WireFormat.DEFAULT
                .withTopicPrefix("app")
                .withRecords(RecordForm.FLATTENED, DeleteForm.TOMBSTONE));
    Wire wire =
        new Wire()
            .header("__op", "u")
            .header("__lsn", "200")
            .header("__sequence", "[\"100\",\"200\"]")
            .header("__source_ts_us", "1772280000123456");

    ChangeEvent event =
        ((Decoded.Change)
                tombstones.decode(
                    wire.record(KEY, "{\"id\":1,\"__op\":\"d\",\"__lsn\":7,\"__deleted\":true}")))
            .event();

    assertThat(event.op()).isEqualTo(Op.UPDATE);
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, true, 200, 0, Op.UPDATE));
    assertThat(event.after().value("__op")).isEqualTo("d");
    assertThat(event.after().value("__lsn")).isEqualTo(7L);
    assertThat(event.after().value("__deleted")).isEqualTo(true);
  }

  @Test
  void readsADeletionThatWasRewritten() {
    ChangeEvent event =
        change(new Wire(), "{\"id\":1,\"v\":\"\",\"__deleted\":\"true\"," + PLACE + "}");

    assertThat(event.op()).isEqualTo(Op.DELETE);
    assertThat(event.after()).isNull();
    assertThat(event.before().unavailableColumns()).containsExactly("v");
    assertThat(decoder.decode(new Wire().record(KEY, null)))
        .isEqualTo(new Decoded.Skipped("tombstone"));
  }

  @Test
  void readsATombstoneThatIsTheDeletion() {
    Wire placed =
        new Wire()
            .header("__lsn", "200")
            .header("__sequence", "[\"100\",\"200\"]")
            .header("__source_ts_ms", "1772280000123");
    ChangeEventDecoder tombstones = decoder(DeleteForm.TOMBSTONE);

    ChangeEvent event = ((Decoded.Change) tombstones.decode(placed.record(KEY, null))).event();

    assertThat(event.op()).isEqualTo(Op.DELETE);
    assertThat(event.lane()).isEqualTo("public.t/1");
    assertThat(event.before()).isNull();
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, true, 200, 0, Op.DELETE));
    assertThat(((Decoded.Rejected) tombstones.decode(placed.record(null, null))).code())
        .isEqualTo(DecodeError.MALFORMED_KEY);
    assertThat(rejected(tombstones, new Wire(), null)).isEqualTo(DecodeError.NO_POSITION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"__op\":\"u\",\"__lsn\":200,\"__source_ts_ms\":1",
        "\"__op\":\"u\",\"__sequence\":\"[null,null]\",\"__source_ts_ms\":1",
        "\"__op\":\"r\",\"__lsn\":200,\"__source_ts_ms\":1"
      })
  void rejectsWhatHasNoPlaceInTheLog(String added) {
    assertThat(rejected(decoder, new Wire(), "{\"id\":1," + added + "}"))
        .isEqualTo(DecodeError.NO_POSITION);
  }

  @ParameterizedTest
  @CsvSource({"'', MISSING_FIELD", "'\"__op\":\"x\",', UNKNOWN_OP"})
  void rejectsWhatHasNoOperation(String added, DecodeError expected) {
    assertThat(rejected(decoder, new Wire(), "{\"id\":1," + added + PLACE + "}"))
        .isEqualTo(expected);
  }

  @Test
  void takesNoTimeOfTheConnectorForThatOfTheCommit() {
    String sequence = "\"__sequence\":\"[null,\\\"1\\\"]\"";

    assertThat(
            rejected(
                decoder,
                new Wire(),
                "{\"id\":1,\"__op\":\"c\",\"__lsn\":1,\"__ts_ms\":5," + sequence + "}"))
        .isEqualTo(DecodeError.MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource({"200, INITIAL", "null, INCREMENTAL"})
  void distinguishesTheRowsOfSnapshots(String lsn, SnapshotKind expected) {
    ChangeEvent event =
        change(new Wire(), "{\"id\":1,\"__op\":\"r\"," + PLACE.replace("200,", lsn + ",") + "}");

    assertThat(event.snapshot()).isEqualTo(expected);
    assertThat(event.position().streamed()).isFalse();
  }

  @Test
  void readsEnvelopesInBetween() {
    assertThat(Wire.create("{\"id\":1,\"v\":\"a\"}").decodedBy(decoder).after().value("v"))
        .isEqualTo("a");
    assertThat(decoder.decode(new Wire().op("m").record()))
        .isEqualTo(new Decoded.Skipped("message"));
  }

  @Test
  void saysWhatToConfigureWhereEnvelopesAreExpected() {
    Decoded decoded =
        ChangeEventDecoder.of(Map.of())
            .decode(new Wire().record(KEY, "{\"id\":1,\"__op\":\"c\"," + PLACE + "}"));

    assertThat(((Decoded.Rejected) decoded).detail()).contains("source.kafka.format.records");
  }
}
