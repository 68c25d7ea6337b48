package io.tributary.rollup.logic.aggregate;

import java.math.BigDecimal;
import java.util.List;

/** Every {@link Function}. */
public final class Functions {

  /** The number of rows; {@code count}. */
  public static final Function COUNT = new RowCount();

  /** The sum of numbers; {@code sum}. */
  public static final Function SUM = new Total();

  /** Their mean; {@code avg}. */
  public static final Function AVG = new Mean();

  /** The sample variance of numbers; {@code variance}. */
  public static final Function VARIANCE = new Variance(false);

  /** Its square root; {@code stddev}. */
  public static final Function STDDEV = new Variance(true);

  /** The smallest value; {@code min}. */
  public static final Function MIN = new Extreme(false);

  /** The greatest value; {@code max}. */
  public static final Function MAX = new Extreme(true);

  /** The value of the row that comes first by event time and primary key; {@code first}. */
  public static final Function FIRST = new FirstOrLast("first", false, 0);

  /** The value of the row that comes last; {@code last}. */
  public static final Function LAST = new FirstOrLast("last", true, 0);

  /** The same for a feature without a window; {@code latest}. */
  public static final Function LATEST = new FirstOrLast("latest", true, 0);

  /** How many different values there are; {@code distinct}. */
  public static final Function DISTINCT = new Distinct();

  /** About how many there are; {@code distinct} with {@code approximate: true}. */
  public static final Function ABOUT_DISTINCT = new ApproximateDistinct();

  /** A count in which a row halves with every half-life; {@code decayed-count}. */
  public static final Function DECAYED_COUNT = new Decayed("decayed-count", new RowCount());

  /** A sum of the same kind; {@code decayed-sum}. */
  public static final Function DECAYED_SUM = new Decayed("decayed-sum", new Total());

  private Functions() {}

  /** The values of the first so many rows, as a list; {@code first} with {@code k}. */
  public static Function first(int k) {
    return new FirstOrLast("first", false, k);
  }

  /** The values of the last so many rows, the last one first; {@code last} with {@code k}. */
  public static Function last(int k) {
    return new FirstOrLast("last", true, k);
  }

  /** The most frequent values; {@code top}. */
  public static Function top(int k) {
    return new Top(k);
  }

  /** The value at a rank between 0 and 1; {@code percentile} with {@code approximate: false}. */
  public static Function percentile(BigDecimal at) {
    return new Percentile(at);
  }

  /** A number within 1 % of that; {@code percentile}. */
  public static Function aboutPercentile(BigDecimal at) {
    return new ApproximatePercentile(at);
  }

  /** How many numbers lie below, between and above bounds that ascend; {@code histogram}. */
  public static Function histogram(List<BigDecimal> bounds) {
    return new Histogram(bounds);
  }

  /**
   * The value of one feature divided by that of another; {@code ratio}.
   *
   * @param numerator a count or a sum
   * @param denominator a count or a sum
   */
  public static Function ratio(Function numerator, Function denominator) {
    return new Ratio((NumberFunction) numerator, (NumberFunction) denominator);
  }
}
