package io.tributary.rollup.logic.aggregate;

import java.math.BigDecimal;

/** How far a value may be from what SQL says. */
public enum Tolerance {
  /** Not at all. */
  EXACT("exact", "0", "0"),
  /** PostgreSQL rounds floating-point numbers after each row, and we once at the end. */
  FLOATING("within 1e-9", "1e-9", "1e-9"),
  /** The middle of a bucket stands for all numbers in it. */
  QUANTILES("within 1 %", "0.01", "0"),
  /** Five standard errors of {@link LinearCounting} where that is worst, and a few collisions. */
  LINEAR_COUNTING("within a few percent", "0.13", "3");

  private final String words;
  private final BigDecimal relative;
  private final BigDecimal absolute;

  Tolerance(String words, String relative, String absolute) {
    this.words = words;
    this.relative = new BigDecimal(relative);
    this.absolute = new BigDecimal(absolute);
  }

  public String words() {
    return words;
  }

  public boolean allows(BigDecimal expected, BigDecimal actual) {
    BigDecimal allowed = expected.abs().multiply(relative).max(absolute);
    return expected.subtract(actual).abs().compareTo(allowed) <= 0;
  }
}
