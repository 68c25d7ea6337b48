package io.tributary.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dead letter in its topic:
 *
 * <pre>{@code
 * {"code":"MALFORMED_JSON","stage":"decode","job":"feature-rollup","table":"public.users","epoch":0,
 *  "topic":"app.public.users","partition":3,"offset":1042,"detail":"…","attempt":0,"payload":{…}}
 * }</pre>
 *
 * <p>Its headers are those that Kafka Connect gives its own dead letters, so that tools for them
 * find the origin here too. Its key is the origin's topic and partition, which keeps their order.
 *
 * @param job the job that refused the record; each job has letters of its own
 */
public record Letter(DeadLetter what, String job) {

  private static final String CONNECT = "__connect.errors.";

  /** The record's key: {@code app.public.users/3}. */
  public byte[] key() {
    return bytes(what.topic() + "/" + what.partition());
  }

  public byte[] value() {
    ObjectNode json = LetterJson.object();
    json.put("code", what.code());
    json.put("stage", what.stage());
    json.put("job", job);
    json.put("table", what.table());
    json.put("epoch", what.epoch());
    json.put("topic", what.topic());
    json.put("partition", what.partition());
    json.put("offset", what.offset());
    json.put("detail", what.detail());
    json.put("attempt", what.attempt());
    if (!what.payload().isEmpty()) {
      json.putRawValue("payload", new RawValue(what.payload()));
    }
    return bytes(LetterJson.write(json));
  }

  public List<RawRecord.Header> headers() {
    List<RawRecord.Header> headers = new ArrayList<>();
    add(headers, CONNECT + "topic", what.topic());
    add(headers, CONNECT + "partition", Integer.toString(what.partition()));
    add(headers, CONNECT + "offset", Long.toString(what.offset()));
    add(headers, CONNECT + "connector.name", job);
    add(headers, CONNECT + "stage", what.stage());
    add(headers, CONNECT + "exception.class.name", what.code());
    add(headers, CONNECT + "exception.message", what.detail());
    add(headers, "tributary.code", what.code());
    add(headers, "tributary.stage", what.stage());
    add(headers, "tributary.job", job);
    add(headers, "tributary.table", what.table());
    add(headers, "tributary.epoch", Integer.toString(what.epoch()));
    add(headers, "tributary.attempt", Integer.toString(what.attempt()));
    return headers;
  }

  private static void add(List<RawRecord.Header> headers, String name, String value) {
    headers.add(new RawRecord.Header(name, bytes(value)));
  }

  /**
   * Reads a letter's value.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Letter parse(byte[] value) {
    JsonNode json = LetterJson.read(value);
    if (!json.path("code").isTextual() || !json.path("topic").isTextual()) {
      throw new IllegalArgumentException("no dead letter: code or topic is missing");
    }
    JsonNode payload = json.path("payload");
    DeadLetter what =
        new DeadLetter(
            json.path("code").asText(),
            json.path("stage").asText(),
            json.path("table").asText(),
            json.path("epoch").asInt(),
            json.path("topic").asText(),
            json.path("partition").asInt(),
            json.path("offset").asLong(),
            json.path("detail").asText(),
            json.path("attempt").asInt(),
            payload.isObject() ? payload.toString() : "");
    return new Letter(what, json.path("job").asText());
  }

  public Origin origin() {
    return what.origin();
  }

  /** {@code redacted}, {@code encrypted}, {@code raw}; empty for a letter without payload. */
  String payloadPolicy() {
    return what.payload().isEmpty() ? "" : payload().path("policy").asText();
  }

  /**
   * The record that was refused, where the letter carries all of it.
   *
   * @param keys to decrypt with, by id
   * @throws IllegalArgumentException if it is encrypted and none of the keys opens it, or damaged
   */
  public Optional<RawRecord> record(Map<String, PayloadKey> keys) {
    return switch (payloadPolicy()) {
      case RawPayload.POLICY -> Optional.of(RawPayload.read(payload(), origin()));
      case EncryptedPayload.POLICY -> Optional.of(EncryptedPayload.read(payload(), origin(), keys));
      default -> Optional.empty();
    };
  }

  private JsonNode payload() {
    return LetterJson.read(bytes(what.payload()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
