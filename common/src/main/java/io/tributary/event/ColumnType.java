package io.tributary.event;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column's values, a step coarser than PostgreSQL's: what a value is in Java follows
 * from its {@link Kind}.
 *
 * @param precision of {@code NUMERIC}, 0 where unconstrained; fractional digits of times; length of
 *     {@code BITS}, 0 for {@code bit varying}; of {@code TEXT} that of {@code char(n)} and {@code
 *     inet}, whose values are other texts than PostgreSQL casts them to, where that is known
 * @param scale of {@code NUMERIC}
 * @param element of {@code ARRAY}, null for every other kind
 */
public record ColumnType(Kind kind, int precision, int scale, @Nullable ColumnType element)
    implements Serializable {

  /** The kinds of values and the Java class that holds each. */
  public enum Kind {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer}. */
    SMALLINT,
    /** {@link Integer}. */
    INTEGER,
    /** {@link Long}. */
    BIGINT,
    /** {@link Float}. */
    REAL,
    /** {@link Double}. */
    DOUBLE,
    /** {@link java.math.BigDecimal}; {@link Double} for NaN and the infinities. Money, too. */
    NUMERIC,
    /**
     * {@link String}: text, varchar, enums, inet, ranges, xml and whatever else has a text form.
     */
    TEXT,
    /** {@link String} holding PostgreSQL's text of a json or jsonb value. */
    JSON,
    /** {@link String} in canonical form. */
    UUID,
    /** {@link Bytes}. */
    BYTES,
    /** {@link java.time.LocalDate}; its MIN and MAX are the infinities. */
    DATE,
    /** {@link Long}, microseconds of the day; 24:00 is a value. */
    TIME,
    /** {@link java.time.LocalDateTime}; its MIN and MAX are the infinities. */
    TIMESTAMP,
    /** {@link java.time.Instant}; its MIN and MAX are the infinities. */
    TIMESTAMPTZ,
    /** {@link String} in ISO-8601, such as {@code P1DT2H}. */
    INTERVAL,
    /** {@link String} of zeros and ones. */
    BITS,
    /** {@link java.util.List} of the element's values and nulls. */
    ARRAY,
    /** {@link java.util.Map} from string to string or null, shorter keys first. */
    HSTORE;

    private static final Kind[] VALUES = values();

    static Kind ofOrdinal(int ordinal) {
      return VALUES[ordinal];
    }
  }

  /** A type without parameters. Times have six fractional digits, as in PostgreSQL. */
  public static ColumnType of(Kind kind) {
    return switch (kind) {
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> new ColumnType(kind, 6, 0, null);
      default -> new ColumnType(kind, 0, 0, null);
    };
  }

  /** {@code numeric(precision, scale)}; unconstrained where {@code precision} is 0. */
  public static ColumnType numeric(int precision, int scale) {
    return new ColumnType(Kind.NUMERIC, precision, scale, null);
  }

  public static ColumnType arrayOf(ColumnType element) {
    return new ColumnType(Kind.ARRAY, 0, 0, element);
  }

  /** Whether each value of another type is one of this type as it is, and written the same. */
  boolean canHold(ColumnType other) {
    if (kind == Kind.ARRAY || other.kind == Kind.ARRAY) {
      return element != null && other.element != null && element.canHold(other.element);
    }
    boolean widened =
        switch (kind) {
          case INTEGER -> other.kind == Kind.SMALLINT;
          case BIGINT -> other.kind == Kind.SMALLINT || other.kind == Kind.INTEGER;
          default -> false;
        };
    return kind == other.kind || widened;
  }
}
