package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** PostgreSQL's order of values: NaN is the greatest number, texts go byte by byte. */
final class ValueOrder {

  private ValueOrder() {}

  /** Compares two values of the class that a kind has; whole numbers also with decimals. */
  static int compare(Object left, Object right, Kind kind) {
    return switch (kind) {
      case BOOLEAN -> ((Boolean) left).compareTo((Boolean) right);
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> Numeric.compare(left, right);
      // Adding zero makes -0 equal to 0; NaN is equal to itself.
      case REAL -> Float.compare((Float) left + 0f, (Float) right + 0f);
      case DOUBLE -> Double.compare((Double) left + 0d, (Double) right + 0d);
      case TEXT, UUID -> TextOrder.compare((String) left, (String) right);
      case DATE -> ((LocalDate) left).compareTo((LocalDate) right);
      case TIMESTAMP -> ((LocalDateTime) left).compareTo((LocalDateTime) right);
      case TIMESTAMPTZ -> ((Instant) left).compareTo((Instant) right);
      case JSON, BYTES, TIME, INTERVAL, BITS, ARRAY, HSTORE ->
          throw new IllegalArgumentException("values of kind " + kind + " have no order here");
    };
  }
}
