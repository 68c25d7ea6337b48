package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a column has a value, {@code event_type = 'click'}, compared as the column's type compares:
 * numbers as numbers, text byte by byte.
 *
 * @param value String, BigDecimal or Boolean; null for {@code IS NULL}
 */
public record Condition(String column, @Nullable Serializable value) implements Serializable {

  /** Takes the value of a configuration file, where a whole number is a Long or BigInteger. */
  public static Condition of(String column, @Nullable Object value) {
    if (value instanceof Long number) {
      return new Condition(column, BigDecimal.valueOf(number));
    }
    if (value instanceof BigInteger number) {
      return new Condition(column, new BigDecimal(number));
    }
    return new Condition(column, (Serializable) value);
  }

  /** Whether columns of this kind can be compared with the value. */
  public boolean fits(ColumnType.Kind kind) {
    if (value == null) {
      return true;
    }
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> number().isPresent();
      case BOOLEAN -> text().equals("true") || text().equals("false");
      case TEXT, UUID -> true;
      default -> false;
    };
  }

  /** Whether a known value of a kind that {@link #fits} is the one. */
  boolean accepts(@Nullable Object actual) {
    if (value == null || actual == null) {
      return value == actual;
    }
    if (actual instanceof BigDecimal decimal) {
      return decimal.compareTo(number().orElseThrow()) == 0;
    }
    if (actual instanceof Integer || actual instanceof Long) {
      BigDecimal whole = BigDecimal.valueOf(((Number) actual).longValue());
      return whole.compareTo(number().orElseThrow()) == 0;
    }
    // What is left are texts, booleans, and a NaN that equals no number.
    return actual.toString().equals(text());
  }

  /** The value as a number, where it is one. */
  Optional<BigDecimal> number() {
    if (value instanceof BigDecimal decimal) {
      return Optional.of(decimal);
    }
    try {
      return value instanceof String text ? Optional.of(new BigDecimal(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The condition as text that no other condition has. */
  String definition() {
    return column + (value == null ? " is null" : "=" + text());
  }

  /** The value as text. */
  String text() {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
  }
}
