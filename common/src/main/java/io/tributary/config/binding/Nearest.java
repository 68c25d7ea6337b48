package io.tributary.config.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a misspelt one most likely stands for. */
public final class Nearest {
  private Nearest() {}

  /** Asks whether that word was meant; where there is none, says something else. */
  public static String question(String word, Collection<String> candidates, String otherwise) {
    return to(word, candidates).map(nearest -> "did you mean " + nearest + "?").orElse(otherwise);
  }

  /** The closest candidate by edit distance, if at most every third letter differs. */
  static Optional<String> to(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(nearest -> distance(word, nearest) <= Math.max(1, word.length() / 3));
  }

  /**
   * How many letters were added, left out or mistaken, or swapped with their neighbours, without
   * regard to case.
   */
  private static int distance(String left, String right) {
    int[] beforeLast = new int[0];
    int[] last = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = sameLetter(left.charAt(i - 1), right.charAt(j - 1)) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
        if (isSwap(left, i, right, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[right.length()];
  }

  /** Whether the two letters before each of these places are the same, the other way round. */
  private static boolean isSwap(String left, int i, String right, int j) {
    return i > 1
        && j > 1
        && sameLetter(left.charAt(i - 1), right.charAt(j - 2))
        && sameLetter(left.charAt(i - 2), right.charAt(j - 1));
  }

  private static boolean sameLetter(char left, char right) {
    return Character.toLowerCase(left) == Character.toLowerCase(right);
  }
}
