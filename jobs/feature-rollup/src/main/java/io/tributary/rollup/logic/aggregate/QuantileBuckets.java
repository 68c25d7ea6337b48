package io.tributary.rollup.logic.aggregate;

/**
 * Buckets that grow with the numbers in them, so that a bucket's middle is less than 1 % off every
 * number in it; numbered in ascending order, those of negative numbers below 0. Buckets are
 * counted, so a number that is taken back leaves no trace.
 *
 * @see <a href="https://arxiv.org/abs/1908.10693">DDSketch</a>
 */
final class QuantileBuckets {

  private static final double ACCURACY = 0.0099;
  private static final double GROWTH = (1 + ACCURACY) / (1 - ACCURACY);
  private static final double LOG_GROWTH = Math.log(GROWTH);

  /** Lies between the negative and the positive numbers' buckets, whose exponents are shifted. */
  private static final int ZERO = 0;

  private static final int SHIFT = 1 << 17;
  private static final int INFINITY = 1 << 18;
  private static final int NAN = INFINITY + 1;

  private QuantileBuckets() {}

  static int cell(double number) {
    if (Double.isNaN(number)) {
      return NAN;
    }
    if (number == 0) {
      return ZERO;
    }
    double size = Math.abs(number);
    int cell =
        Double.isInfinite(size) ? INFINITY : SHIFT + (int) Math.ceil(Math.log(size) / LOG_GROWTH);
    return number < 0 ? -cell : cell;
  }

  /** A number that stands for those of a bucket. */
  static double middle(int cell) {
    int size = Math.abs(cell);
    if (size == NAN) {
      return Double.NaN;
    }
    double middle =
        size == ZERO
            ? 0
            : size == INFINITY
                ? Double.POSITIVE_INFINITY
                : 2 * Math.exp((size - SHIFT) * LOG_GROWTH) / (GROWTH + 1);
    return cell < 0 ? -middle : middle;
  }
}
