package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key or a value. Connect's JSON converter writes the payload alone, or {@code
 * {"schema":..,"payload":..}}; which of the two is decided by its content, for key and value apart.
 *
 * @param schema the Connect schema, null where the payload comes alone
 */
record Document(@Nullable Map<?, ?> schema, @Nullable Object payload) {

  /** No value at all. */
  static final Document TOMBSTONE = new Document(null, null);

  static Document parse(byte[] utf8) throws Undecodable {
    Object json = Json.parse(utf8);
    if (json instanceof Map<?, ?> object
        && object.size() == 2
        && object.containsKey("payload")
        && object.containsKey("schema")) {
      Object schema = object.get("schema");
      if (schema instanceof Map<?, ?> struct && struct.get("type") instanceof String) {
        return new Document(struct, object.get("payload"));
      } else if (schema == null && object.get("payload") == null) {
        return new Document(null, null);
      }
    }
    return new Document(null, json);
  }

  /** The payload as an object. */
  Map<String, @Nullable Object> object(DecodeError code) throws Undecodable {
    return Envelope.object(payload, code);
  }
}
