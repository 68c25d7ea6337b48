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
import java.util.function.Predicate;

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
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  static TableDescription read(JsonNode json) {
    long oid = required(json, "oid").longValue();
    JsonNode columns = required(json, "columns");
    List<RowSchema.Column> schema = new ArrayList<>();
    columns.forEach(column -> schema.add(column(oid, column)));
    List<String> key = new ArrayList<>();
    required(json, "key").forEach(column -> key.add(column.asText()));
    return new TableDescription(
        table(json),
        RowSchema.of(schema),
        key,
        required(json, "identity").asText().equals("full"),
        names(columns, DescriptionJson::isOpaque),
        names(columns, column -> !isOpaque(column) && PostgresType.isStructured(type(column))),
        names(columns, column -> PostgresType.isWithoutPlaceholder(type(column))),
        false);
  }

  private static RowSchema.Column column(long oid, JsonNode column) {
    int attribute = required(column, "attribute").intValue();
    return new RowSchema.Column(
        name(column), PostgresType.parse(type(column)), RowSchema.Column.attribute(oid, attribute));
  }

  private static Set<String> names(JsonNode columns, Predicate<JsonNode> which) {
    Set<String> names = new HashSet<>();
    for (JsonNode column : columns) {
      if (which.test(column)) {
        names.add(name(column));
      }
    }
    return names;
  }

  private static String name(JsonNode column) {
    return required(column, "name").asText();
  }

  private static String type(JsonNode column) {
    return required(column, "type").asText();
  }

  private static boolean isOpaque(JsonNode column) {
    return column.path("opaque").asBoolean();
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
