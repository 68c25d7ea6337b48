package io.tributary.decode.values;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.BITS;
import static io.tributary.event.ColumnType.Kind.BOOLEAN;
import static io.tributary.event.ColumnType.Kind.BYTES;
import static io.tributary.event.ColumnType.Kind.DATE;
import static io.tributary.event.ColumnType.Kind.DOUBLE;
import static io.tributary.event.ColumnType.Kind.HSTORE;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.INTERVAL;
import static io.tributary.event.ColumnType.Kind.JSON;
import static io.tributary.event.ColumnType.Kind.REAL;
import static io.tributary.event.ColumnType.Kind.SMALLINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static io.tributary.event.ColumnType.Kind.TIME;
import static io.tributary.event.ColumnType.Kind.TIMESTAMP;
import static io.tributary.event.ColumnType.Kind.TIMESTAMPTZ;
import static io.tributary.event.ColumnType.Kind.UUID;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What a schema alone says of a column, in the names of Connect and Debezium. */
final class PlainTypes {

  /** PostgreSQL's limit. */
  private static final int MOST_BITS = 83_886_080;

  private static final String CONNECT = "org.apache.kafka.connect.data.";
  private static final String TIMES = "io.debezium.time.";
  private static final String DATA = "io.debezium.data.";

  private final ColumnReaders readers;

  PlainTypes(ColumnReaders readers) {
    this.readers = readers;
  }

  ColumnReader reader(Map<?, ?> field) throws Undecodable {
    String type = String.valueOf(field.get("type"));
    String name = field.get("name") instanceof String text ? text : "";
    if (name.startsWith(TIMES)) {
      return timeReader(name.substring(TIMES.length()));
    } else if (name.startsWith(CONNECT)) {
      return connectReader(name.substring(CONNECT.length()), field);
    } else if (name.equals(DATA + "VariableScaleDecimal")) {
      return new ColumnReader(ColumnType.numeric(0, 0), NumericForms::read);
    } else if (name.equals(DATA + "Bits")) {
      return bits(ConnectFields.parameter(field, "length"));
    } else if (name.equals(DATA + "Json")) {
      return simple(JSON);
    } else if (name.equals(DATA + "Uuid")) {
      return simple(UUID);
    }
    return unnamedReader(type, field);
  }

  /** A schema does not tell {@code bit} from {@code bit varying}, except from an unlimited one. */
  private static ColumnReader bits(int length) {
    boolean unlimited = length < 1 || length > MOST_BITS;
    ColumnType type = new ColumnType(BITS, unlimited ? 0 : length, 0, null);
    return new ColumnReader(type, ColumnReaders.bits(type));
  }

  private ColumnReader unnamedReader(String type, Map<?, ?> field) throws Undecodable {
    return switch (type) {
      case "boolean" -> simple(BOOLEAN);
      case "int8", "int16" -> simple(SMALLINT);
      case "int32" -> simple(INTEGER);
      case "int64" -> simple(BIGINT);
      case "float" -> simple(REAL);
      case "double" -> simple(DOUBLE);
      case "bytes" -> new ColumnReader(ColumnType.of(BYTES), BinaryForms.base64());
      case "map" -> simple(HSTORE);
      case "string" -> simple(TEXT);
      case "struct" -> new ColumnReader(ColumnType.of(TEXT), ScalarForms::readStructured);
      case "array" -> arrayOf(reader(ConnectFields.items(field)));
      default ->
          throw new Undecodable(
              DecodeError.UNKNOWN_COLUMN_TYPE, "the schema's type is not one of Connect's");
    };
  }

  private ColumnReader timeReader(String name) throws Undecodable {
    return switch (name) {
      case "Date", "IsoDate", "StructuredDate" -> simple(DATE);
      case "Time" -> time(ChronoUnit.MILLIS);
      case "MicroTime", "IsoTime", "StructuredTime" -> time(ChronoUnit.MICROS);
      case "NanoTime" -> time(ChronoUnit.NANOS);
      case "Timestamp" -> timestamp(ChronoUnit.MILLIS);
      case "MicroTimestamp", "IsoTimestamp", "StructuredTimestamp" -> timestamp(ChronoUnit.MICROS);
      case "NanoTimestamp" -> timestamp(ChronoUnit.NANOS);
      case "ZonedTimestamp", "StructuredZonedTimestamp" -> simple(TIMESTAMPTZ);
      case "ZonedTime" -> simple(TEXT);
      case "StructuredZonedTime" ->
          new ColumnReader(ColumnType.of(TEXT), StructuredTime::readZonedTime);
      case "MicroDuration", "NanoDuration", "Interval", "StructuredDuration" -> simple(INTERVAL);
      default -> throw unknown(TIMES + name);
    };
  }

  private ColumnReader connectReader(String name, Map<?, ?> field) throws Undecodable {
    return switch (name) {
      case "Decimal" -> {
        int scale = ConnectFields.parameter(field, "scale");
        int precision = ConnectFields.optionalParameter(field, "connect.decimal.precision");
        yield new ColumnReader(ColumnType.numeric(precision, scale), NumericForms.unscaled(scale));
      }
      case "Date" -> simple(DATE);
      case "Time" -> time(ChronoUnit.MILLIS);
      case "Timestamp" -> timestamp(ChronoUnit.MILLIS);
      default -> throw unknown(CONNECT + name);
    };
  }

  private static Undecodable unknown(String name) {
    return new Undecodable(DecodeError.UNKNOWN_COLUMN_TYPE, "the schema's type is " + name);
  }

  private ColumnReader simple(Kind kind) {
    ColumnType type = ColumnType.of(kind);
    return new ColumnReader(type, readers.form(type));
  }

  private static ColumnReader time(ChronoUnit unit) {
    int digits = unit == ChronoUnit.MILLIS ? 3 : 6;
    return new ColumnReader(new ColumnType(TIME, digits, 0, null), TimeForms.time(unit));
  }

  private static ColumnReader timestamp(ChronoUnit unit) {
    int digits = unit == ChronoUnit.MILLIS ? 3 : 6;
    return new ColumnReader(new ColumnType(TIMESTAMP, digits, 0, null), TimeForms.timestamp(unit));
  }

  static ColumnReader arrayOf(ColumnReader element) {
    return new ColumnReader(
        ColumnType.arrayOf(element.type()), CompoundForms.array(element.form()));
  }

  /** Connect's own types, which cut what is finer, and not Debezium's, which are chosen to fit. */
  static boolean isInMilliseconds(Map<?, ?> field) {
    Object name = field.get("name");
    return (CONNECT + "Time").equals(name) || (CONNECT + "Timestamp").equals(name);
  }
}
