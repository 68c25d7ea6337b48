package io.tributary.deadletter;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.HSTORE;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  private static final Origin ORIGIN = new Origin("app.public.users", 3, 1042);
  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("labels", HSTORE)
          .key("id");
  private static final RawRecord UPDATE =
      DebeziumJson.record(
          USERS
              .update("0/16E9")
              .set("id", 987654321)
              .set("email", "grace@example.org")
              .set("labels", Map.of("hopper", "cobol"))
              .linkedTo(USERS.keyOf(123456789))
              .event(),
          ORIGIN);
  private static final PayloadKey D1 = key("d1", 1);
  private static final PayloadKey D2 = key("d2", 2);

  @Test
  void showsTheShapeOfAnEnvelopeAndNoValueOfItsRow() {
    String payload = new RedactedPayload(bytes -> "never asked for").of(UPDATE);
    assertThat(payload)
        .startsWith(
            "{\"policy\":\"redacted\",\"key\":{\"bytes\":16,\"columns\":{\"id\":\"number\"}}")
        .contains("\"op\":\"u\"", "\"lsn\":5865", "\"before\":\"null\"")
        .contains("\"after\":{\"id\":\"number\",\"email\":\"string\",\"labels\":\"string\"}")
        .contains("\"headers\":{\"__debezium.oldkey\":16}")
        .doesNotContain("987654321", "grace", "hopper", "cobol", "123456789", "asked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"before\":null,\"after\":{\"grace\":1",
        "{\"grace\":{\"source\":1}}",
        "\"grace\"",
        "{\"op\":\"u\",\"source\":{\"table\":\"grace\"},\"after\":{\"grace\":1}}",
        "{\"op\":\"u\",\"source\":{\"schema\":\"a\",\"table\":\"b\"},\"after\":\"grace\"}",
        "{\"op\":\"u\",\"source\":{\"schema\":\"a\",\"table\":\"b\"},\"after\":[{\"grace\":1}]}"
      })
  void showsNothingButLengthAndDigestOfWhatIsNoEnvelope(String value) {
    RawRecord record = record("{\"grace\":1}", value);
    assertThat(new RedactedPayload(bytes -> "k1:digest").of(record))
        .isEqualTo(
            "{\"policy\":\"redacted\",\"key\":{\"bytes\":11,\"digest\":\"k1:digest\"},\"value\":"
                + "{\"bytes\":%d,\"digest\":\"k1:digest\"},\"headers\":{}}"
                    .formatted(value.length()));
    assertThat(new RedactedPayload(bytes -> "").of(record)).doesNotContain("digest", "grace");
  }

  @Test
  void showsNoValueThatStandsWhereAPositionShould() {
    String value =
        """
        {"op":"grace","source":{"schema":"grace","table":"grace","lsn":"grace","txId":[1],"sequence":"grace"},
         "after":{"id":{"grace":"grace"},"tags":["grace"]},"before":null,"ts_ms":"grace","grace":"grace"}
        """;
    assertThat(new RedactedPayload(bytes -> "").of(record(null, value)))
        .contains("\"op\":\"string\"", "\"source\":{}", "{\"id\":\"object\",\"tags\":\"array\"}")
        .doesNotContain("grace");
  }

  @Test
  void givesHoldersOfTheKeyTheWholeRecordBack() {
    Letter letter = letter(new EncryptedPayload(D1).of(UPDATE));
    assertThat(new String(letter.value(), StandardCharsets.UTF_8))
        .contains("\"key-id\":\"d1\"")
        .doesNotContain("grace", Base64.getEncoder().encodeToString(UPDATE.key()));
    isTheSame(Letter.parse(letter.value()).record(Map.of("d1", D1, "d2", D2)).orElseThrow());
  }

  @Test
  void usesANonceOnceOnly() {
    EncryptedPayload payload = new EncryptedPayload(D1);
    assertThat(payload.of(UPDATE)).isNotEqualTo(payload.of(UPDATE));
  }

  @Test
  void opensNothingThatWasAlteredOrMovedOrSealedWithAnotherKey() {
    String payload = new EncryptedPayload(D1).of(UPDATE);
    assertThatThrownBy(() -> letter(payload).record(Map.of("d1", key("d1", 7))))
        .hasMessageContaining("another key, or altered");
    assertThatThrownBy(() -> letter(payload).record(Map.of("d2", D2)))
        .hasMessageContaining("encrypted with key d1");
    Letter moved =
        new Letter(
            DeadLetter.of("X", "decode", "", 0, new Origin("app.public.users", 3, 1043), "")
                .carrying(payload, 0),
            "it");
    assertThatThrownBy(() -> moved.record(Map.of("d1", D1))).hasMessageContaining("altered");
  }

  @Test
  void carriesARawRecordWhole() {
    isTheSame(letter(new RawPayload().of(UPDATE)).record(Map.of()).orElseThrow());
    RawRecord tombstone = record("{}", null);
    RawRecord back = letter(new RawPayload().of(tombstone)).record(Map.of()).orElseThrow();
    assertThat(back.value()).isNull();
  }

  @Test
  void carriesARecordAsItWasBeforeItWasReplayed() {
    RawRecord replayed =
        new RawRecord(
            ORIGIN,
            UPDATE.timestampMillis(),
            UPDATE.key(),
            UPDATE.value(),
            ReplayHeaders.with(UPDATE, 5, 2));
    assertThat(ReplayHeaders.attempt(replayed)).isEqualTo(2);
    assertThat(ReplayHeaders.epoch(replayed)).isEqualTo(5);
    assertThat(ReplayHeaders.origin(replayed)).isEqualTo(ORIGIN);
    isTheSame(letter(new RawPayload().of(replayed)).record(Map.of()).orElseThrow());
  }

  @Test
  void tellsItsOriginAsKafkaConnectDoes() {
    Letter letter = letter("");
    assertThat(letter.headers())
        .extracting(RawRecord.Header::name, header -> text(header.value()))
        .contains(
            org.assertj.core.groups.Tuple.tuple("__connect.errors.topic", "app.public.users"),
            org.assertj.core.groups.Tuple.tuple("__connect.errors.partition", "3"),
            org.assertj.core.groups.Tuple.tuple("__connect.errors.offset", "1042"),
            org.assertj.core.groups.Tuple.tuple("__connect.errors.connector.name", "it"),
            org.assertj.core.groups.Tuple.tuple("tributary.epoch", "2"),
            org.assertj.core.groups.Tuple.tuple("tributary.code", "TYPE_MISMATCH"));
    assertThat(Letter.parse(letter.value())).isEqualTo(letter);
    assertThat(letter.record(Map.of())).isEmpty();
  }

  private static Letter letter(String payload) {
    return new Letter(
        DeadLetter.of("TYPE_MISMATCH", "decode", "public.users", 2, ORIGIN, "column id")
            .carrying(payload, 0),
        "it");
  }

  private static void isTheSame(RawRecord record) {
    assertThat(record.origin()).isEqualTo(UPDATE.origin());
    assertThat(record.timestampMillis()).isEqualTo(UPDATE.timestampMillis());
    assertThat(record.key()).isEqualTo(UPDATE.key());
    assertThat(record.value()).isEqualTo(UPDATE.value());
    assertThat(record.headers())
        .extracting(RawRecord.Header::name)
        .isEqualTo(UPDATE.headers().stream().map(RawRecord.Header::name).toList());
    assertThat(record.header("__debezium.oldkey")).isEqualTo(UPDATE.header("__debezium.oldkey"));
  }

  private static RawRecord record(@Nullable String key, @Nullable String value) {
    return new RawRecord(ORIGIN, 0, bytes(key), bytes(value), new ArrayList<>(List.of()));
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static PayloadKey key(String id, int fill) {
    byte[] bytes = new byte[PayloadKey.BYTES];
    java.util.Arrays.fill(bytes, (byte) fill);
    return PayloadKey.of(id, Base64.getEncoder().encodeToString(bytes));
  }
}
