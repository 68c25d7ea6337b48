package io.tributary.decode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas that the registry had for the recorded Avro, by number. */
final class RecordedSchemas {

  static final String FILE = "avro-schemas.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The registry as it was when the recordings were made. */
  static final SchemaRegistry REGISTRY = RecordedSchemas::read;

  private RecordedSchemas() {}

  private static @Nullable String read(int id) {
    try {
      for (String line : Recordings.text(FILE).lines().toList()) {
        if (JSON.readTree(line).get("id").asInt() == id) {
          return JSON.readTree(line).get("schema").asText();
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every schema that the records name, a line each. */
  static List<String> format(Collection<List<RawRecord>> recordings, SchemaRegistry registry) {
    TreeMap<Integer, String> schemas = new TreeMap<>();
    for (List<RawRecord> records : recordings) {
      for (RawRecord record : records) {
        add(record.key(), registry, schemas);
        add(record.value(), registry, schemas);
      }
    }
    return schemas.values().stream().toList();
  }

  private static void add(
      byte @Nullable [] avro, SchemaRegistry registry, Map<Integer, String> schemas) {
    if (avro != null && avro.length > Integer.BYTES && avro[0] == 0) {
      int id = ByteBuffer.wrap(avro, 1, Integer.BYTES).getInt();
      ObjectNode line = JSON.createObjectNode().put("id", id);
      schemas.computeIfAbsent(id, any -> line.put("schema", registry.avroSchema(id)).toString());
    }
  }
}
