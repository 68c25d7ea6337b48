package io.tributary.config.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a misspelt one most likely stands for. */
public final class Nearest {
  private Nearest() {}

  /** The closest candidate by edit distance, if at most every third letter differs. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(nearest -> distance(word, nearest) <= Math.max(1, word.length() / 3));
  }

  /** Levenshtein's distance over texts without regard to case. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = sameLetter(left.charAt(i - 1), right.charAt(j - 1)) ? 0 : 1;
        int cheapest = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
        diagonal = row[j];
        row[j] = cheapest;
      }
    }
    return row[right.length()];
  }

  private static boolean sameLetter(char left, char right) {
    return Character.toLowerCase(left) == Character.toLowerCase(right);
  }
}
