package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowSchema;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeEventDecoderTest {

  private static final TableId T = Wire.TABLE;
  private static final String ID_FIELD = "{\"type\":\"int64\",\"field\":\"id\"}";
  private static final String V_FIELD = "{\"type\":\"string\",\"optional\":true,\"field\":\"v\"}";

  private final ChangeEventDecoder decoder =
      ChangeEventDecoder.of(Map.of(T, Wire.table(false, "id")));

  @Test
  void readsEveryPartOfAChange() {
    ChangeEvent event =
        Wire.create("{\"id\":1,\"v\":\"a\"}")
            .transaction("{\"id\":\"733:200\",\"total_order\":3,\"data_collection_order\":2}")
            .decodedBy(decoder);

    assertThat(event.table()).isEqualTo(T);
    assertThat(event.op()).isEqualTo(Op.CREATE);
    assertThat(event.lane()).isEqualTo("public.t/1");
    assertThat(event.before()).isNull();
    assertThat(event.after().value("v")).isEqualTo("a");
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, true, 200, 3, Op.CREATE));
    assertThat(event.txId()).isEqualTo(733);
    assertThat(event.snapshot()).isEqualTo(SnapshotKind.NONE);
    assertThat(event.committedAtMicros()).isEqualTo(1_772_280_000_123_456L);
    assertThat(event.origin().offset()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void detectsTheSchemaOnKeyAndValueApart(boolean schemaOnKey, boolean schemaOnValue) {
    Wire wire = Wire.create("{\"id\":1,\"v\":\"a\"}");
    if (schemaOnKey) {
      wire.keySchema(ID_FIELD);
    }
    if (schemaOnValue) {
      wire.schema(ID_FIELD, V_FIELD);
    }

    ChangeEvent event = wire.decodedBy(decoder);

    assertThat(event).isEqualTo(Wire.create("{\"id\":1,\"v\":\"a\"}").decodedBy(decoder));
  }

  /** The first record is read by way of its tree, those like it by their bytes. */
  @Test
  void leavesOutWhatNobodyNeedsButRejectsWhatIsWrongThere() {
    ChangeEventDecoder keyOnly =
        ChangeEventDecoder.of(
            TableDescriptions.fixed(Map.of(T, Wire.table(true, "id"))),
            WireFormat.DEFAULT,
            null,
            Map.of(T, Set.of("id")));
    for (int i = 0; i < 3; i++) {
      ChangeEvent event =
          Wire.update("{\"id\":1,\"v\":\"a\"}", "{\"id\":1,\"v\":\"b\"}").decodedBy(keyOnly);
      assertThat(event.before().schema().columns()).extracting("name").containsExactly("id");
      assertThat(event.after().schema()).isEqualTo(event.before().schema());
      assertThat(event.after().value("id")).isEqualTo(1L);
    }
    assertThat(Wire.create("{\"id\":1,\"v\":{}}").rejectedBy(keyOnly))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  @Test
  void readsAnUndescribedTableWhoseRecordsBringASchema() {
    ChangeEvent event =
        Wire.create("{\"id\":1,\"v\":\"a\"}")
            .schema(ID_FIELD, V_FIELD)
            .decodedBy(ChangeEventDecoder.of(Map.of()));

    assertThat(event.lane()).isEqualTo("public.t/1");
    assertThat(event.after().value("id")).isEqualTo(1L);
  }

  @Test
  void believesOnlyTheKeyOfABeforeThatIsOrMayBePartial() {
    ChangeEventDecoder unknown = ChangeEventDecoder.of(Map.of(T, Wire.table(null, "id")));
    for (ChangeEventDecoder each : List.of(decoder, unknown)) {
      ChangeEvent event = Wire.delete("{\"id\":1,\"v\":\"\"}").decodedBy(each);
      assertThat(event.before().value("id")).isEqualTo(1L);
      assertThat(event.before().unavailableColumns()).containsExactly("v");
      assertThat(event.after()).isNull();
    }
  }

  @Test
  void believesAllOfBeforeUnderFullIdentity() {
    ChangeEventDecoder full = ChangeEventDecoder.of(Map.of(T, Wire.table(true, "id")));

    ChangeEvent event =
        Wire.update("{\"id\":1,\"v\":\"old\"}", "{\"id\":1,\"v\":\"new\"}").decodedBy(full);

    assertThat(event.before().value("v")).isEqualTo("old");
    assertThat(event.after().value("v")).isEqualTo("new");
  }

  @Test
  void believesAllOfBeforeInATableWithoutAKeyWhereNobodyKnowsItsIdentity() {
    for (Map<TableId, TableDescription> known :
        List.of(Map.<TableId, TableDescription>of(), Map.of(T, Wire.table(null)))) {
      Wire delete = Wire.delete("{\"id\":1,\"v\":\"old\"}").key(null).schema(ID_FIELD, V_FIELD);
      ChangeEvent event = delete.decodedBy(ChangeEventDecoder.of(known));
      assertThat(event.lane()).isEqualTo("public.t");
      assertThat(event.before().value("v")).isEqualTo("old");
    }
  }

  @Test
  void keepsNullUnavailableAndMissingApart() {
    String placeholder = "\"__debezium_unavailable_value\"";

    ChangeEvent isNull = Wire.value("null").decodedBy(decoder);
    ChangeEvent unavailable = Wire.value(placeholder).decodedBy(decoder);
    ChangeEvent missing = Wire.create("{\"id\":1}").decodedBy(decoder);

    assertThat(isNull.after().knows("v")).isTrue();
    assertThat(isNull.after().value("v")).isNull();
    assertThat(unavailable.after().unavailableColumns()).containsExactly("v");
    assertThat(missing.after().schema().indexOf("v")).isNegative();
  }

  @Test
  void namesColumnsThatNobodyDescribed() {
    Decoded decoded = decoder.decode(Wire.create("{\"id\":1,\"added\":5}").record());

    Decoded.Change change = (Decoded.Change) decoded;
    assertThat(change.undescribed()).containsExactly("added");
    assertThat(change.event().after().schema().columns())
        .extracting(RowSchema.Column::name)
        .containsExactly("id");
  }

  @Test
  void readsATruncation() {
    ChangeEvent event = new Wire().rows("t", null, null).key(null).decodedBy(decoder);

    assertThat(event.op()).isEqualTo(Op.TRUNCATE);
    assertThat(event.key()).isNull();
    assertThat(event.before()).isNull();
    assertThat(event.after()).isNull();
  }

  @Test
  void readsARowOfAnIncrementalSnapshot() {
    ChangeEvent event =
        Wire.create("{\"id\":1}")
            .op("r")
            .source("snapshot", "\"incremental\"")
            .source("lsn", "null")
            .source("txId", "null")
            .decodedBy(decoder);

    assertThat(event.snapshot()).isEqualTo(SnapshotKind.INCREMENTAL);
    assertThat(event.txId()).isNull();
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 100, false, 0, 0, Op.READ));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "first", "first_in_data_collection", "last_in_data_collection", "last"})
  void readsEveryMarkerOfAnInitialSnapshot(String marker) {
    ChangeEvent event =
        Wire.create("{\"id\":1}")
            .op("r")
            .source("snapshot", "\"" + marker + "\"")
            .source("sequence", "\"[null,\\\"200\\\"]\"")
            .decodedBy(decoder);

    assertThat(event.snapshot()).isEqualTo(SnapshotKind.INITIAL);
    assertThat(event.position()).isEqualTo(new SourcePosition(0, 0, false, 200, 0, Op.READ));
  }

  @Test
  void takesMillisecondsWhereThereAreNoMicroseconds() {
    ChangeEvent event = Wire.create("{\"id\":1}").source("ts_us", "null").decodedBy(decoder);

    assertThat(event.committedAtMicros()).isEqualTo(1_772_280_000_123_000L);
  }

  @Test
  void toleratesFieldsOfLaterVersions() {
    Wire wire = Wire.create("{\"id\":1}").transaction("null,\"later\":{\"a\":[1]}");

    assertThat(wire.decodedBy(decoder)).isEqualTo(Wire.create("{\"id\":1}").decodedBy(decoder));
  }
}
