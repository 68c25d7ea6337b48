package io.tributary.rollup.logic.row;

/**
 * What is known of a condition: which of SQL's three truth values it can have. A column that is not
 * known leaves several possible, of which the rest of the condition may leave one; so a row is in
 * doubt only where its result depends on what is not known.
 *
 * @param possible bits
 */
public record Truth(int possible) {

  private static final int TRUE_BIT = 1;
  private static final int FALSE_BIT = 2;
  private static final int NULL_BIT = 4;
  private static final Truth[] ALL = new Truth[8];

  static {
    for (int i = 0; i < ALL.length; i++) {
      ALL[i] = new Truth(i);
    }
  }

  static final Truth TRUE = ALL[TRUE_BIT];
  static final Truth FALSE = ALL[FALSE_BIT];
  static final Truth NULL = ALL[NULL_BIT];
  static final Truth TRUE_OR_FALSE = ALL[TRUE_BIT | FALSE_BIT];
  static final Truth ANY = ALL[TRUE_BIT | FALSE_BIT | NULL_BIT];

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth and(Truth other) {
    int both = possible & other.possible;
    int either = possible | other.possible;
    // NULL needs a NULL on one side and no FALSE on the other.
    boolean isNull =
        (can(NULL_BIT) && other.can(NULL_BIT | TRUE_BIT))
            || (other.can(NULL_BIT) && can(NULL_BIT | TRUE_BIT));
    return ALL[(both & TRUE_BIT) | (either & FALSE_BIT) | (isNull ? NULL_BIT : 0)];
  }

  Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  Truth not() {
    int swapped = (can(TRUE_BIT) ? FALSE_BIT : 0) | (can(FALSE_BIT) ? TRUE_BIT : 0);
    return ALL[swapped | (possible & NULL_BIT)];
  }

  private boolean can(int bits) {
    return (possible & bits) != 0;
  }

  boolean isTrue() {
    return possible == TRUE_BIT;
  }

  boolean isFalse() {
    return possible == FALSE_BIT;
  }

  /** Whether it may be true, and may be something else. */
  boolean isInDoubt() {
    return can(TRUE_BIT) && !isTrue();
  }
}
