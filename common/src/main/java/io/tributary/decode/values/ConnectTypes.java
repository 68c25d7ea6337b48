package io.tributary.decode.values;

import static io.tributary.event.ColumnType.Kind.ARRAY;
import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.BITS;
import static io.tributary.event.ColumnType.Kind.BOOLEAN;
import static io.tributary.event.ColumnType.Kind.BYTES;
import static io.tributary.event.ColumnType.Kind.DOUBLE;
import static io.tributary.event.ColumnType.Kind.HSTORE;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.JSON;
import static io.tributary.event.ColumnType.Kind.NUMERIC;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static io.tributary.event.ColumnType.Kind.UUID;

import io.tributary.decode.avro.AvroConnectSchema;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.TableDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readers of columns whose type a record's own schema gives. The record decides how a value is
 * written; where the table's description agrees with it in kind, it adds what the record leaves out
 * (a numeric that is written as plain text, a precision).
 */
public final class ConnectTypes {

  private static final int MILLISECOND_DIGITS = 3;

  private final ColumnReaders readers;
  private final PlainTypes plainTypes;

  public ConnectTypes(ColumnReaders readers) {
    this.readers = readers;
    this.plainTypes = new PlainTypes(readers);
  }

  /**
   * The reader of a column.
   *
   * @param field its schema, in the form of Connect's JSON converter
   */
  public ColumnReader reader(Map<?, ?> field, String name, @Nullable TableDescription table)
      throws Undecodable {
    ColumnReader typed = typedReader(field, name, table);
    Object preset = field.get(AvroConnectSchema.DEFAULT);
    return preset == null ? typed : readers.unlessReplaced(typed, preset);
  }

  private ColumnReader typedReader(Map<?, ?> field, String name, @Nullable TableDescription table)
      throws Undecodable {
    ColumnReader plain = plainTypes.reader(field);
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
              plainTypes.reader(ConnectFields.items(field)),
              ConnectFields.items(field),
              ColumnReaders.elementOf(described));
      return PlainTypes.arrayOf(element);
    } else if (table == BITS && hasLength(plain.type(), described.precision())) {
      return new ColumnReader(described, ColumnReaders.bits(described));
    } else if (wire == BITS) {
      return plain;
    } else if (wire == table) {
      boolean cut =
          PlainTypes.isInMilliseconds(field) && described.precision() > MILLISECOND_DIGITS;
      return new ColumnReader(
          described, cut ? TimeForms.withoutNumbers(plain.form()) : plain.form());
    }
    return isReadAs(wire, table, field)
        ? new ColumnReader(described, form(wire, described))
        : plain;
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
   * Whether these may be bits of that length, or of varying length, which the wire does not show.
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
}
