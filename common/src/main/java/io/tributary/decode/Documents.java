package io.tributary.decode;

import io.tributary.decode.avro.AvroReader;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys and values, each in the form that its first byte announces: zero starts the registry's
 * wire format, which is the schema's number in four bytes and Avro behind it; all else is JSON.
 */
final class Documents {

  private static final byte MAGIC = 0;
  private static final int HEADER = 1 + Integer.BYTES;

  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, AvroReader> readers = new HashMap<>();

  Documents(@Nullable SchemaRegistry registry) {
    this.registry = registry;
  }

  Document parse(byte[] bytes) throws Undecodable {
    if (!isAvro(bytes)) {
      return Document.parse(bytes);
    } else if (bytes.length < HEADER) {
      throw new Undecodable(DecodeError.MALFORMED_AVRO, "no schema number behind the magic byte");
    }
    AvroReader reader = reader(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
    return new Document(reader.connectSchema(), reader.read(bytes, HEADER));
  }

  static boolean isAvro(byte @Nullable [] bytes) {
    return bytes != null && bytes.length > 0 && bytes[0] == MAGIC;
  }

  private AvroReader reader(int id) throws Undecodable {
    AvroReader reader = readers.get(id);
    if (reader == null) {
      reader = AvroReader.of(schema(id), id);
      readers.put(id, reader);
    }
    return reader;
  }

  private String schema(int id) throws Undecodable {
    if (registry == null) {
      throw new Undecodable(
          DecodeError.UNKNOWN_SCHEMA, "an Avro record; give source.kafka.schema-registry");
    }
    String schema = registry.avroSchema(id);
    if (schema == null) {
      throw new Undecodable(
          DecodeError.UNKNOWN_SCHEMA, "the registry has no Avro schema of number " + id);
    }
    return schema;
  }
}
