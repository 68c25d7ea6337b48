package io.tributary.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records in the shape of {@code kcat -J}, one a line. */
final class Recordings {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE64 = "_base64";

  private Recordings() {}

  /** The recording of that name in the test resources. */
  static List<RawRecord> of(String name) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    for (String line : text(name + ".jsonl").lines().toList()) {
      records.add(parse(line));
    }
    return records;
  }

  static String text(String file) throws IOException {
    try (InputStream stream = Recordings.class.getResourceAsStream("/envelopes/" + file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static RawRecord parse(String line) throws IOException {
    JsonNode json = JSON.readTree(line);
    List<RawRecord.Header> headers = new ArrayList<>();
    JsonNode flat = json.path("headers");
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      headers.add(new RawRecord.Header(flat.get(i).asText(), bytes(flat.get(i + 1))));
    }
    return new RawRecord(
        new Origin(
            json.get("topic").asText(), json.get("partition").asInt(), json.get("offset").asLong()),
        json.get("ts").asLong(),
        part(json, "key"),
        part(json, "payload"),
        headers);
  }

  static String format(RawRecord record) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("topic", record.origin().topic());
    json.put("partition", record.origin().partition());
    json.put("offset", record.origin().offset());
    json.put("tstype", "create");
    json.put("ts", record.timestampMillis());
    ArrayNode flat = json.putArray("headers");
    for (RawRecord.Header header : record.headers()) {
      flat.add(header.name()).add(text(header.value()));
    }
    put(json, "key", record.key());
    put(json, "payload", record.value());
    return JSON.writeValueAsString(json);
  }

  /** Avro is no text, and is written in base64. */
  private static void put(ObjectNode json, String part, byte @Nullable [] bytes) {
    if (bytes != null && bytes.length > 0 && bytes[0] == 0) {
      json.put(part + BASE64, bytes);
    } else {
      json.put(part, text(bytes));
    }
  }

  private static byte @Nullable [] part(JsonNode json, String part) throws IOException {
    JsonNode binary = json.get(part + BASE64);
    return binary == null ? bytes(json.get(part)) : binary.binaryValue();
  }

  private static byte @Nullable [] bytes(@Nullable JsonNode text) {
    return text == null || text.isNull() ? null : text.asText().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }
}
