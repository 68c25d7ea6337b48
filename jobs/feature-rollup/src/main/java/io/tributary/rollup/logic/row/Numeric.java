package io.tributary.rollup.logic.row;

import java.math.BigDecimal;

/** PostgreSQL's {@code numeric}: decimals, and NaN and the infinities, which are doubles here. */
final class Numeric {

  private static final int MOST_DIGITS_BEFORE_THE_POINT = 131_072;
  private static final int MOST_DIGITS_AFTER_IT = 16_383;

  private Numeric() {}

  /** Whether a number is in PostgreSQL's range. */
  static boolean canHold(BigDecimal number) {
    long digitsBefore = (long) number.precision() - number.scale();
    return number.scale() <= MOST_DIGITS_AFTER_IT
        && (number.signum() == 0 || digitsBefore <= MOST_DIGITS_BEFORE_THE_POINT);
  }

  /** The order of integers, decimals and doubles that are no decimals; NaN comes last. */
  static int compare(Object left, Object right) {
    if (left instanceof BigDecimal one && right instanceof BigDecimal other) {
      return one.compareTo(other);
    }
    if (left instanceof Double || right instanceof Double) {
      return Double.compare(special(left), special(right));
    }
    return decimal(left).compareTo(decimal(right));
  }

  private static double special(Object number) {
    return number instanceof Double value ? value : 0;
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof BigDecimal value
        ? value
        : BigDecimal.valueOf(((Number) number).longValue());
  }
}
