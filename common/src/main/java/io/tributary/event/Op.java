package io.tributary.event;

import org.jspecify.annotations.Nullable;

/**
 * What was done to a row, with Debezium's letter for it. The order of the constants is the order in
 * which two operations at one and the same LSN take effect.
 */
public enum Op {
  TRUNCATE('t'),
  DELETE('d'),
  READ('r'),
  CREATE('c'),
  UPDATE('u');

  private static final Op[] VALUES = values();

  private final char letter;

  Op(char letter) {
    this.letter = letter;
  }

  public char letter() {
    return letter;
  }

  /** The operation of a wire letter, or null where the letter is none of ours. */
  public static @Nullable Op ofLetter(char letter) {
    for (Op op : VALUES) {
      if (op.letter == letter) {
        return op;
      }
    }
    return null;
  }

  static Op ofOrdinal(int ordinal) {
    return VALUES[ordinal];
  }
}
