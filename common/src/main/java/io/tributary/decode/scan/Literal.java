package io.tributary.decode.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are expected, none of them zero. Most are few: the first two words are compared at
 * once and without a branch, as their number could not be foreseen.
 */
public final class Literal {

  /** So many zeros have to stand behind the bytes in which it is looked for. */
  static final int PADDING = 2 * Long.BYTES;

  private final long[] words;
  private final long[] masks;
  private final long first;
  private final long firstMask;
  private final long second;
  private final long secondMask;
  private final int length;

  private Literal(byte[] bytes) {
    length = bytes.length;
    int count = Math.max(2, (length + Long.BYTES - 1) / Long.BYTES);
    words = new long[count];
    masks = new long[count];
    byte[] padded = Arrays.copyOf(bytes, count * Long.BYTES);
    byte[] masked = new byte[padded.length];
    Arrays.fill(masked, 0, length, (byte) -1);
    for (int i = 0; i < count; i++) {
      words[i] = Words.at(padded, i * Long.BYTES);
      masks[i] = Words.at(masked, i * Long.BYTES);
    }
    first = words[0];
    firstMask = masks[0];
    second = words[1];
    secondMask = masks[1];
  }

  public static Literal of(String text) {
    return new Literal(text.getBytes(StandardCharsets.UTF_8));
  }

  int length() {
    return length;
  }

  /** Whether these are the bytes from there on. */
  boolean isAt(byte[] bytes, int start) {
    long differences =
        (Words.at(bytes, start) ^ first) & firstMask
            | (Words.at(bytes, start + Long.BYTES) ^ second) & secondMask;
    return differences == 0 && (length <= PADDING || goesOn(bytes, start));
  }

  private boolean goesOn(byte[] bytes, int start) {
    for (int i = 2; i < words.length; i++) {
      if (((Words.at(bytes, start + i * Long.BYTES) ^ words[i]) & masks[i]) != 0) {
        return false;
      }
    }
    return true;
  }
}
