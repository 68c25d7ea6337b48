package io.tributary.rollup.logic.row;

/** The order of texts by the bytes of their UTF-8, as PostgreSQL's collation "C" has it. */
final class TextOrder {

  private TextOrder() {}

  /** Less than, equal to or greater than 0. */
  static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        // Only surrogates, which stand for the highest code points, are out of order.
        return Character.isSurrogate(one) == Character.isSurrogate(other)
            ? one - other
            : Character.isSurrogate(one) ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
