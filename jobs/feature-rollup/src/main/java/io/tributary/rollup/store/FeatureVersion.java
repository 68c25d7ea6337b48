package io.tributary.rollup.store;

import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Rollup;
import java.io.Serializable;

/**
 * Which of two values of one entity is the newer. First the rebuild decides, then how many
 * contributions the value knows, then what is filled of its rollup, then the database time it is
 * for. A replay passes through the same numbers again, so what it writes too early is refused, and
 * what it writes once it has caught up is equal or newer.
 *
 * @param epoch the rebuild, see {@link RebuildEpochs}
 * @param applied see {@link EntityState#applied}
 * @param filled see {@link Rollup#filled}
 * @param clock see {@link EntityState#clock}
 */
public record FeatureVersion(long epoch, long applied, int filled, long clock)
    implements Serializable {

  /** The digits of an epoch at the front of {@link #text}. */
  public static final int EPOCH_DIGITS = 8;

  // As many as a long can have: Lua's numbers lose digits beyond 2^53, so texts are compared.
  private static final int APPLIED_DIGITS = 19;
  private static final int FILLED_DIGITS = 3;
  private static final int CLOCK_DIGITS = 13;
  private static final int ATTEMPT_DIGITS = 16;

  /** The digits of {@link #text}. */
  public static final int DIGITS = EPOCH_DIGITS + APPLIED_DIGITS + FILLED_DIGITS + CLOCK_DIGITS;

  /** Digits only, always as many, so that comparing texts compares versions in any locale. */
  public String text() {
    StringBuilder text = new StringBuilder(DIGITS);
    pad(epoch, EPOCH_DIGITS, text);
    pad(applied, APPLIED_DIGITS, text);
    pad(filled, FILLED_DIGITS, text);
    pad(Math.max(0, clock), CLOCK_DIGITS, text);
    return text.toString();
  }

  /** Digits only, always as many. */
  public static String attemptText(long attempt) {
    StringBuilder text = new StringBuilder(ATTEMPT_DIGITS);
    pad(attempt, ATTEMPT_DIGITS, text);
    return text.toString();
  }

  public static String epochText(long epoch) {
    StringBuilder text = new StringBuilder(EPOCH_DIGITS);
    pad(epoch, EPOCH_DIGITS, text);
    return text.toString();
  }

  private static void pad(long number, int digits, StringBuilder text) {
    String plain = Long.toString(number);
    if (plain.length() > digits) {
      throw new IllegalStateException("a version's part has more than " + digits + " digits");
    }
    text.append("0".repeat(digits - plain.length())).append(plain);
  }
}
