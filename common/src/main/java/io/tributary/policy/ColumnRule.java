package io.tributary.policy;

/** What protection makes of one column. NULL stays NULL, and unavailable stays unavailable. */
public sealed interface ColumnRule {

  /** Whether rows with different values still differ, as they must in a key. */
  boolean keepsRowsApart();

  /** The value stays. */
  record Keep() implements ColumnRule {
    @Override
    public boolean keepsRowsApart() {
      return true;
    }
  }

  /** The column is no longer there. */
  record Drop() implements ColumnRule {
    @Override
    public boolean keepsRowsApart() {
      return false;
    }
  }

  /**
   * Three stars and the value's end: {@code ***34}. The stars do not tell the value's length, and a
   * value no longer than its readable end is hidden whole.
   *
   * @param keepLast how many characters at the end stay readable
   */
  record Mask(int keepLast) implements ColumnRule {
    @Override
    public boolean keepsRowsApart() {
      return false;
    }
  }

  /** A keyed token, equal for equal values: {@code k2:q1V…}. */
  record Hmac(Tokenizer tokenizer) implements ColumnRule {
    @Override
    public boolean keepsRowsApart() {
      return true;
    }
  }
}
