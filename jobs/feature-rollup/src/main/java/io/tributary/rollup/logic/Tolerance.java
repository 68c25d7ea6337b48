package io.tributary.rollup.logic;

import java.math.BigDecimal;

/** How far a value may be from what SQL says. */
enum Tolerance {
  /** Not at all. */
  EXACT("0", "0"),
  /** PostgreSQL rounds floating-point numbers after each row, and we once at the end. */
  FLOATING("1e-9", "1e-9"),
  /** The middle of a bucket stands for all numbers in it. */
  QUANTILES("0.01", "0"),
  /** Five standard errors of {@link LinearCounting} where that is worst, and a few collisions. */
  LINEAR_COUNTING("0.13", "3");

  private final BigDecimal relative;
  private final BigDecimal absolute;

  Tolerance(String relative, String absolute) {
    this.relative = new BigDecimal(relative);
    this.absolute = new BigDecimal(absolute);
  }

  boolean allows(BigDecimal expected, BigDecimal actual) {
    BigDecimal allowed = expected.abs().multiply(relative).max(absolute);
    return expected.subtract(actual).abs().compareTo(allowed) <= 0;
  }
}
