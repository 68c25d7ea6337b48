package io.tributary.decode.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an Avro schema the Connect schema that it was made of, as maps, in the form that
 * Connect's JSON converter gives it. The converters leave what Avro has no word for in the
 * properties {@code connect.type}, {@code connect.name} and {@code connect.parameters}.
 */
public final class AvroConnectSchema {

  /** Names the default of a column that can be NULL, as it would be read. */
  public static final String DEFAULT = "avro.default";

  private static final String CONNECT = "org.apache.kafka.connect.data.";

  /** Rows of arrays of structs need six; a schema that holds itself has no end. */
  private static final int MOST_LEVELS = 32;

  private AvroConnectSchema() {}

  /**
   * @throws AvroRuntimeException if the schema holds itself
   */
  static Map<String, Object> of(Schema schema) {
    return of(schema, 0);
  }

  private static Map<String, Object> of(Schema schema, int level) {
    if (level > MOST_LEVELS) {
      throw new AvroRuntimeException("a schema that holds itself");
    }
    Map<String, Object> connect = new LinkedHashMap<>();
    if (schema.getType() == Schema.Type.UNION) {
      connect.putAll(ofUnion(schema, level + 1));
      return connect;
    }
    connect.put("type", type(schema));
    switch (schema.getType()) {
      case RECORD -> connect.put("fields", fields(schema, level + 1));
      case ARRAY -> connect.put("items", of(schema.getElementType(), level + 1));
      case MAP -> connect.put("values", of(schema.getValueType(), level + 1));
      default -> {
        // The others have no parts.
      }
    }
    name(schema, connect);
    return connect;
  }

  /** An optional type is a union with null; Connect makes no other. */
  private static Map<String, Object> ofUnion(Schema union, int level) {
    List<Schema> branches =
        union.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? of(branches.get(0), level) : Map.of("type", "union");
  }

  private static String type(Schema schema) {
    String named = schema.getProp("connect.type");
    if (named != null) {
      return named;
    }
    return switch (schema.getType()) {
      case INT -> "int32";
      case LONG -> "int64";
      case FIXED -> "bytes";
      case ENUM -> "string";
      case RECORD -> "struct";
      default -> schema.getType().getName();
    };
  }

  private static List<Map<String, Object>> fields(Schema record, int level) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      Map<String, Object> connect = of(field.schema(), level);
      connect.put("field", field.name());
      if (field.hasDefaultValue() && field.schema().isNullable()) {
        connect.put(DEFAULT, AvroReader.tree(field.defaultVal()));
      }
      fields.add(connect);
    }
    return fields;
  }

  private static void name(Schema schema, Map<String, Object> connect) {
    String name = schema.getProp("connect.name");
    if (schema.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters) {
      connect.put("parameters", parameters);
    }
    if (name == null) {
      name = nameOfLogicalType(schema);
    }
    if (name != null) {
      connect.put("name", name);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      connect.put(
          "parameters",
          Map.of(
              "scale", Integer.toString(decimal.getScale()),
              "connect.decimal.precision", Integer.toString(decimal.getPrecision())));
    }
  }

  /** A logical type that Connect does not have gets a name that no reader knows. */
  private static @Nullable String nameOfLogicalType(Schema schema) {
    String logical = schema.getProp("logicalType");
    if (logical == null) {
      return null;
    }
    return switch (logical) {
      case "decimal" -> CONNECT + "Decimal";
      case "date" -> CONNECT + "Date";
      case "time-millis" -> CONNECT + "Time";
      case "timestamp-millis" -> CONNECT + "Timestamp";
      default -> CONNECT + logical;
    };
  }
}
