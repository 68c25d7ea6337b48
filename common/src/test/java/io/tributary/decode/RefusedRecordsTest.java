package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DecodeError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are no change: those that are rejected, and those that are passed over. */
class RefusedRecordsTest {

  private final ChangeEventDecoder decoder =
      ChangeEventDecoder.of(Map.of(Wire.TABLE, Wire.table(false, "id")));

  @Test
  void rejectsAnUndescribedTableWhoseRecordsBringNone() {
    assertThat(Wire.create("{\"id\":1}").rejectedBy(ChangeEventDecoder.of(Map.of())))
        .isEqualTo(DecodeError.UNKNOWN_TABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"op\":\"c\"", "not json", "[]", "\"text\"", "{} {}", "5"})
  void rejectsWhatIsNoEnvelope(String value) {
    Decoded decoded = decoder.decode(new Wire().record("{\"id\":1}", value));

    assertThat(((Decoded.Rejected) decoded).code())
        .isIn(DecodeError.MALFORMED_JSON, DecodeError.MISSING_FIELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "cc", "C"})
  void rejectsAnUnknownOperation(String op) {
    assertThat(Wire.create("{\"id\":1}").op(op).rejectedBy(decoder))
        .isEqualTo(DecodeError.UNKNOWN_OP);
  }

  @Test
  void namesTheTableOfARejectedRow() {
    Decoded decoded = decoder.decode(Wire.create("{\"id\":\"secret\"}").record());

    Decoded.Rejected rejected = (Decoded.Rejected) decoded;
    assertThat(rejected.table()).isEqualTo(Wire.TABLE);
    assertThat(rejected.detail()).contains("column id").doesNotContain("secret");
  }

  @Test
  void skipsWhatIsNoChange() {
    assertThat(decoder.decode(new Wire().record("{\"id\":1}", null)))
        .isEqualTo(new Decoded.Skipped("tombstone"));
    assertThat(decoder.decode(new Wire().op("m").source("schema", "\"\"").record()))
        .isEqualTo(new Decoded.Skipped("message"));
    assertThat(
            decoder.decode(
                new Wire().topic("__debezium-heartbeat.app").record("{}", "{\"ts_ms\":1}")))
        .isEqualTo(new Decoded.Skipped("heartbeat"));
    assertThat(
            decoder.decode(
                new Wire()
                    .topic("app.transaction")
                    .record("{\"id\":\"5:9\"}", "{\"status\":\"BEGIN\",\"id\":\"5:9\"}")))
        .isEqualTo(new Decoded.Skipped("transaction"));
  }

  @Test
  void readsATableThatIsCalledTransaction() {
    assertThat(Wire.create("{\"id\":1}").topic("app.public.transaction").decodedBy(decoder))
        .isNotNull();
  }
}
