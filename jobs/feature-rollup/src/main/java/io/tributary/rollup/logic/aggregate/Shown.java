package io.tributary.rollup.logic.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * A feature's value.
 *
 * @param json the value as JSON; null where there is none
 * @param isBeyondCap whether there is none because too little is kept to tell
 */
public record Shown(@Nullable String json, boolean isBeyondCap) {

  /** No row counts, or all that count have NULL. */
  static final Shown ABSENT = new Shown(null, false);

  /** The rows are too many, or too different, for what the feature keeps of them. */
  public static final Shown BEYOND_CAP = new Shown(null, true);

  static Shown of(String json) {
    return new Shown(json, false);
  }

  /** A BigDecimal, or a Double. */
  static Shown of(Number number) {
    return of(Json.number(number));
  }
}
