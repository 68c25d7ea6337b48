package io.tributary.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what the SQL function {@code tributary.describe_table} writes: {@code
 * {"oid":16385,"schema":"public","table":"orders","identity":"default","key":["id"],
 * "columns":[{"attribute":1,"name":"id","type":"bigint","nullable":false,"default":false,
 * "generated":false,"opaque":false}]}}.
 */
public final class DescriptionJson {

  private static final JsonMapper JSON = new JsonMapper();

  private DescriptionJson() {}

  /**
   * The description in a JSON text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static TableDescription parse(String json) {
    try {
      return read(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  static TableDescription read(JsonNode json) {
    long oid = required(json, "oid").longValue();
    List<RowSchema.Column> columns = new ArrayList<>();
    Set<String> opaque = new HashSet<>();
    Set<String> structured = new HashSet<>();
    Set<String> withoutPlaceholder = new HashSet<>();
    for (JsonNode column : required(json, "columns")) {
      String name = required(column, "name").asText();
      String type = required(column, "type").asText();
      columns.add(
          new RowSchema.Column(
              name,
              PostgresType.parse(type),
              RowSchema.Column.attribute(oid, required(column, "attribute").intValue())));
      if (column.path("opaque").asBoolean()) {
        opaque.add(name);
      } else if (PostgresType.isStructured(type)) {
        structured.add(name);
      }
      if (PostgresType.isWithoutPlaceholder(type)) {
        withoutPlaceholder.add(name);
      }
    }
    List<String> key = new ArrayList<>();
    required(json, "key").forEach(column -> key.add(column.asText()));
    boolean full = required(json, "identity").asText().equals("full");
    return new TableDescription(
        table(json),
        RowSchema.of(columns),
        key,
        full,
        opaque,
        structured,
        withoutPlaceholder,
        false);
  }

  static TableId table(JsonNode json) {
    return new TableId(required(json, "schema").asText(), required(json, "table").asText());
  }

  static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}
