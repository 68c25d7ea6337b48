package io.tributary.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole record, for everyone who can read the letter; bytes are base64:
 *
 * <pre>{@code
 * {"policy":"raw","timestamp":1767225600000,"key":"eyJpZCI6MX0=","value":"ew==",
 *  "headers":[{"name":"__debezium.oldkey","value":"eyJpZCI6Mn0="}]}
 * }</pre>
 */
public final class RawPayload implements Payload {

  static final String POLICY = "raw";

  @Override
  public String of(RawRecord record) {
    ObjectNode json = LetterJson.object().put("policy", POLICY);
    json.put("timestamp", record.timestampMillis());
    json.put("key", record.key());
    json.put("value", record.value());
    ArrayNode headers = json.putArray("headers");
    for (RawRecord.Header header : ReplayHeaders.without(record.headers())) {
      headers.addObject().put("name", header.name()).put("value", header.value());
    }
    return json.toString();
  }

  /**
   * The record as it was, lying where the letter says.
   *
   * @throws IllegalArgumentException if the payload is none of this form
   */
  static RawRecord read(JsonNode payload, Origin origin) {
    try {
      List<RawRecord.Header> headers = new ArrayList<>();
      for (JsonNode header : payload.path("headers")) {
        headers.add(new RawRecord.Header(header.path("name").asText(), bytes(header, "value")));
      }
      return new RawRecord(
          origin,
          payload.path("timestamp").asLong(),
          bytes(payload, "key"),
          bytes(payload, "value"),
          headers);
    } catch (IOException notBase64) {
      throw new IllegalArgumentException("the payload is damaged: no base64", notBase64);
    }
  }

  private static byte @Nullable [] bytes(JsonNode json, String name) throws IOException {
    return json.path(name).binaryValue();
  }
}
