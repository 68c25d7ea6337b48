package io.tributary.event;

/** Two bits for each column, with which a packed image begins. */
final class ColumnStates {

  static final int UNAVAILABLE = 0;
  static final int LOST = 1;
  static final int NULL = 2;
  static final int VALUE = 3;

  private ColumnStates() {}

  static int length(int columns) {
    return (columns + 3) >> 2;
  }

  static int byteOf(int column) {
    return column >> 2;
  }

  static int bits(int column, int state) {
    return state << ((column & 3) << 1);
  }

  static int of(byte[] packed, int column) {
    return packed[column >> 2] >> ((column & 3) << 1) & 3;
  }

  static boolean isKnown(int state) {
    return state >= NULL;
  }
}
