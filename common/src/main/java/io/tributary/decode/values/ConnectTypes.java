package io.tributary.decode.values;

import static io.tributary.event.ColumnType.Kind.ARRAY;
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
import static io.tributary.event.ColumnType.Kind.NUMERIC;
import static io.tributary.event.ColumnType.Kind.REAL;
import static io.tributary.event.ColumnType.Kind.SMALLINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static io.tributary.event.ColumnType.Kind.TIME;
import static io.tributary.event.ColumnType.Kind.TIMESTAMP;
import static io.tributary.event.ColumnType.Kind.TIMESTAMPTZ;
import static io.tributary.event.ColumnType.Kind.UUID;

import io.tributary.decode.avro.AvroConnectSchema;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.TableDescription;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readers of columns whose type a record's own schema tells, in the names of Connect and
 * Debezium.
 */
public final class ConnectTypes {

  /** PostgreSQL's limit. */
  private static final int MOST_BITS = 83_886_080;

  private static final int MILLISECOND_DIGITS = 3;

  private static final String CONNECT = "org.apache.kafka.connect.data.";
  private static final String TIMES = "io.debezium.time.";
  private static final String DATA = "io.debezium.data.";

  private final ColumnReaders readers;

  public ConnectTypes(ColumnReaders readers) {
    this.readers = readers;
  }

  /**
   * The reader of a column. The record decides how a value is written; where the table's
   * description agrees with it in kind, it adds what the record leaves out (a numeric that is
   * written as plain text, a precision).
   */
  public ColumnReader reader(Map<?, ?> field, String name, @Nullable TableDescription table)
      throws Undecodable {
    ColumnReader typed = typedReader(field, name, table);
    Object preset = field.get(AvroConnectSchema.DEFAULT);
    return preset == null ? typed : readers.unlessReplaced(typed, preset);
  }

  private ColumnReader typedReader(Map<?, ?> field, String name, @Nullable TableDescription table)
      throws Undecodable {
    ColumnReader plain = plainReader(field);
    int index = table == null ? -1 : table.columns().indexOf(name);
    if (table == null || index < 0) {
      return readers.of(plain.type(), plain.form());
    }
    ColumnType described = table.columns().column(index).type();
    Kind leaf = leaf(plain.type());
    boolean inText = leaf == TEXT && readers.writesBytesInText();
    if (table.opaque().contains(name) && (inText || leaf == BYTES)) {
      return readers.opaque(described, inText);
    } else if (table.structured().contains(name) && plain.type().kind() == ARRAY) {
      return readers.structured(described);
    }
    ColumnReader refined = refine(plain, field, described);
    return readers.of(refined.type(), refined.form());
  }

  private static Kind leaf(ColumnType type) {
    ColumnType element = type.element();
    return (element == null ? type : element).kind();
  }

  private ColumnReader refine(ColumnReader plain, Map<?, ?> field, ColumnType described)
      throws Undecodable {
    Kind wire = plain.type().kind();
    Kind table = described.kind();
    if (wire == ARRAY && table == ARRAY) {
      ColumnReader element =
          refine(
              plainReader(ConnectFields.items(field)),
              ConnectFields.items(field),
              ColumnReaders.elementOf(described));
      return arrayOf(element);
    } else if (table == BITS && hasLength(plain.type(), described.precision())) {
      return new ColumnReader(described, ColumnReaders.bits(described));
    } else if (wire == BITS) {
      return plain;
    } else if (wire == table) {
      boolean cut = isInMilliseconds(field) && described.precision() > MILLISECOND_DIGITS;
      return new ColumnReader(
          described, cut ? TimeForms.withoutNumbers(plain.form()) : plain.form());
    }
    return isReadAs(wire, table, field)
        ? new ColumnReader(described, form(wire, described))
        : plain;
  }

  /** Connect's own types, which cut what is finer, and not Debezium's, which are chosen to fit. */
  private static boolean isInMilliseconds(Map<?, ?> field) {
    Object name = field.get("name");
    return (CONNECT + "Time").equals(name) || (CONNECT + "Timestamp").equals(name);
  }

  private WireForm form(Kind wire, ColumnType described) {
    return switch (described.kind()) {
      case NUMERIC -> wire == DOUBLE ? NumericForms.inDouble(described) : NumericForms.inText();
      case BYTES -> readers.bytesInText();
      case TEXT -> ScalarForms::toText;
      default -> readers.form(described);
    };
  }

  /**
   * Whether these may be bits of that length, or of varying length, which the wire does not tell.
   */
  private static boolean hasLength(ColumnType wire, int length) {
    return switch (wire.kind()) {
      case BOOLEAN -> length <= 1;
      case BITS -> length == 0 || length == wire.precision();
      default -> false;
    };
  }

  private static boolean isReadAs(Kind wire, Kind table, Map<?, ?> field) {
    boolean named = field.get("name") != null;
    return switch (table) {
      case NUMERIC -> (wire == TEXT || wire == DOUBLE) && !named;
      case BYTES -> wire == TEXT && !named;
      case HSTORE -> wire == JSON;
      case INTEGER, BIGINT -> ColumnReaders.isInteger(wire) && wire.compareTo(table) < 0;
      case TEXT -> ColumnReaders.isInteger(wire) || wire == BOOLEAN || wire == JSON || wire == UUID;
      default -> false;
    };
  }

  private ColumnReader plainReader(Map<?, ?> field) throws Undecodable {
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
      case "array" -> arrayOf(plainReader(ConnectFields.items(field)));
      default ->
          throw new Undecodable(
              DecodeError.UNKNOWN_COLUMN_TYPE, "the schema's type is none of Connect's");
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

  private static ColumnReader arrayOf(ColumnReader element) {
    return new ColumnReader(
        ColumnType.arrayOf(element.type()), CompoundForms.array(element.form()));
  }
}
