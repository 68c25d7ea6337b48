package io.tributary.lakehouse.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The types that the lake stores columns as. They are a subset of the source's, so that a stored
 * type is a {@link ColumnType} itself:
 *
 * <pre>{@code
 * smallint, integer    -> INTEGER      date                     -> DATE
 * bigint               -> BIGINT       time                     -> TIME
 * real, double         -> same         timestamp, timestamptz   -> same
 * numeric(p,s), p<=38  -> NUMERIC      bytea                    -> BYTES
 * any other numeric    -> TEXT         arrays                   -> ARRAY of the stored element
 * boolean              -> BOOLEAN      hstore                   -> HSTORE
 * text, json, uuid, enum, interval, bit strings and the rest    -> TEXT
 * }</pre>
 */
public final class StoredTypes {

  private static final int MAX_PRECISION = 38;

  private StoredTypes() {}

  /** The type that a source column's values are stored as. */
  public static ColumnType of(ColumnType source) {
    return switch (source.kind()) {
      case SMALLINT -> ColumnType.of(Kind.INTEGER);
      case NUMERIC -> isDecimal(source) ? source : ColumnType.of(Kind.TEXT);
      case JSON, UUID, INTERVAL, BITS -> ColumnType.of(Kind.TEXT);
      case ARRAY -> ColumnType.arrayOf(of(elementOf(source)));
      default -> ColumnType.of(source.kind());
    };
  }

  /**
   * The type that holds what both hold, where a table can change from the first to it without its
   * files being rewritten; else null.
   */
  public static @Nullable ColumnType widened(ColumnType stored, ColumnType wanted) {
    if (stored.equals(wanted)) {
      return stored;
    }
    boolean wider =
        switch (stored.kind()) {
          case INTEGER -> wanted.kind() == Kind.BIGINT;
          case REAL -> wanted.kind() == Kind.DOUBLE;
          case NUMERIC ->
              wanted.kind() == Kind.NUMERIC
                  && wanted.scale() == stored.scale()
                  && wanted.precision() > stored.precision();
          default -> false;
        };
    return wider ? wanted : null;
  }

  static ColumnType elementOf(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type names its element type");
    }
    return element;
  }

  private static boolean isDecimal(ColumnType numeric) {
    return numeric.precision() > 0
        && numeric.precision() <= MAX_PRECISION
        && numeric.scale() >= 0
        && numeric.scale() <= numeric.precision();
  }
}
