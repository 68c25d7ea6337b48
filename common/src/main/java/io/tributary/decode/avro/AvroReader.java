package io.tributary.decode.avro;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro of one schema into the tree that {@link Json#parse} makes of the same record: bytes
 * are base64, floating-point numbers are decimals, and those that JSON has no number for are text.
 *
 * @param connectSchema the schema as Connect's JSON converter writes it
 */
public record AvroReader(Schema schema, Map<?, ?> connectSchema) {

  /** Stands for no default, and equals nothing that is read. */
  static final Object NONE = List.of("no default");

  public static AvroReader of(String json, int id) throws Undecodable {
    try {
      Schema schema = new Schema.Parser().parse(json);
      return new AvroReader(schema, AvroConnectSchema.of(schema));
    } catch (AvroRuntimeException e) {
      // The parser's own message may quote defaults.
      throw new Undecodable(
          DecodeError.UNKNOWN_SCHEMA, "the registry's schema of number " + id + " is not Avro");
    }
  }

  /** Reads the value that the bytes hold from there to their end. */
  @Nullable
  public Object read(byte[] bytes, int offset) throws Undecodable {
    AvroBytes in = new AvroBytes(bytes, offset);
    Object value = read(schema, in);
    in.expectEnd();
    return value;
  }

  private static @Nullable Object read(Schema schema, AvroBytes in) throws Undecodable {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> in.readBoolean();
      case INT, LONG -> in.readLong();
      case FLOAT -> decimal(in.readFloat());
      case DOUBLE -> decimal(in.readDouble());
      case STRING -> in.readString();
      case BYTES -> base64(in.readBytes(in.readLength()));
      case FIXED -> base64(in.readBytes(schema.getFixedSize()));
      case ENUM -> symbol(schema, in.readLong());
      case UNION -> read(branch(schema, in.readLong()), in);
      case RECORD -> record(schema, in);
      case ARRAY -> array(schema, in);
      case MAP -> map(schema, in);
    };
  }

  private static Object decimal(double value) {
    return isSpecial(value) ? String.valueOf(value) : number(Double.toString(value));
  }

  private static Object decimal(float value) {
    return isSpecial(value) ? String.valueOf(value) : number(Float.toString(value));
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static Number number(String text) {
    BigDecimal decimal = new BigDecimal(text);
    return decimal.signum() == 0 && text.startsWith("-") ? (Number) (-0.0d) : decimal;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String symbol(Schema schema, long index) throws Undecodable {
    List<String> symbols = schema.getEnumSymbols();
    if (index < 0 || index >= symbols.size()) {
      throw AvroBytes.malformed("a symbol that the schema does not have");
    }
    return symbols.get((int) index);
  }

  private static Schema branch(Schema union, long index) throws Undecodable {
    List<Schema> branches = union.getTypes();
    if (index < 0 || index >= branches.size()) {
      throw AvroBytes.malformed("a branch that the union does not have");
    }
    return branches.get((int) index);
  }

  private static Map<String, @Nullable Object> record(Schema schema, AvroBytes in)
      throws Undecodable {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      object.put(field.name(), read(field.schema(), in));
    }
    return object;
  }

  private static List<@Nullable Object> array(Schema schema, AvroBytes in) throws Undecodable {
    List<@Nullable Object> array = new ArrayList<>();
    for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
      for (long i = 0; i < left; i++) {
        array.add(read(schema.getElementType(), in));
      }
    }
    return array;
  }

  private static Map<String, @Nullable Object> map(Schema schema, AvroBytes in) throws Undecodable {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
      for (long i = 0; i < left; i++) {
        map.put(in.readString(), read(schema.getValueType(), in));
      }
    }
    return map;
  }

  /** A schema's default as it would be read. */
  static Object tree(Object value) {
    if (value instanceof byte[] bytes) {
      return base64(bytes);
    } else if (value instanceof Float number) {
      return decimal(number.floatValue());
    } else if (value instanceof Double number) {
      return decimal(number.doubleValue());
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value instanceof List<?> items) {
      return items.stream().map(AvroReader::tree).toList();
    } else if (value instanceof Map<?, ?> entries) {
      Map<String, Object> object = new LinkedHashMap<>();
      entries.forEach((name, part) -> object.put(String.valueOf(name), tree(part)));
      return object;
    }
    return value instanceof JsonProperties.Null ? NONE : value;
  }
}
