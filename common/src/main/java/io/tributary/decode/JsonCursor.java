package io.tributary.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads JSON without white space from its bytes, as Connect's converter writes it. Every method
 * either accepts what stands at the cursor, which then is JSON in valid UTF-8, and moves behind it,
 * or throws {@link Unsure}.
 */
final class JsonCursor {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  /** Such a number is less than 2^63, whatever its digits. */
  private static final int MOST_DIGITS = 18;

  private static final int LONG_RUN = 256;

  private byte[] json = new byte[0];
  private int position;
  private int textStart;
  private int textEnd;
  private boolean escaped;

  void open(byte[] utf8) {
    json = utf8;
    position = 0;
  }

  byte[] json() {
    return json;
  }

  int position() {
    return position;
  }

  void moveTo(int index) {
    position = index;
  }

  boolean isAtEnd() {
    return position == json.length;
  }

  /** The byte at the cursor. */
  byte peek() throws Unsure {
    if (position >= json.length) {
      throw Unsure.INSTANCE;
    }
    return json[position];
  }

  void expect(char ascii) throws Unsure {
    if (peek() != ascii) {
      throw Unsure.INSTANCE;
    }
    position++;
  }

  void expect(byte[] bytes) throws Unsure {
    if (!accept(bytes)) {
      throw Unsure.INSTANCE;
    }
  }

  /** Moves behind these bytes if they stand at the cursor. */
  boolean accept(byte[] bytes) {
    int length = bytes.length;
    if (length > json.length - position || !isHere(bytes, length)) {
      return false;
    }
    position += length;
    return true;
  }

  /** By words up to where the library's way, which costs more to start, is faster. */
  private boolean isHere(byte[] bytes, int length) {
    int at = position;
    if (length < 8) {
      for (int i = 0; i < length; i++) {
        if (json[at + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    } else if (length > LONG_RUN) {
      return Arrays.equals(json, at, at + length, bytes, 0, length);
    }
    int last = length - 8;
    for (int i = 0; i < last; i += 8) {
      if ((long) WORDS.get(json, at + i) != (long) WORDS.get(bytes, i)) {
        return false;
      }
    }
    return (long) WORDS.get(json, at + last) == (long) WORDS.get(bytes, last);
  }

  /** {@code null}, with whatever has to follow it. */
  boolean acceptNull() {
    int at = position;
    if (at + 4 <= json.length
        && json[at] == 'n'
        && json[at + 1] == 'u'
        && json[at + 2] == 'l'
        && json[at + 3] == 'l') {
      position = at + 4;
      return true;
    }
    return false;
  }

  /** A whole number of at most 18 digits. */
  long integer() throws Unsure {
    boolean negative = peek() == '-';
    int start = negative ? position + 1 : position;
    int at = start;
    long value = 0;
    byte next;
    while (at < json.length && (next = json[at]) >= '0' && next <= '9') {
      value = value * 10 + (next - '0');
      at++;
    }
    int digits = at - start;
    if (digits == 0
        || digits > MOST_DIGITS
        || (json[start] == '0' && digits > 1)
        || (negative && value == 0)) {
      throw Unsure.INSTANCE;
    }
    position = at;
    return negative ? -value : value;
  }

  /** A string; what it holds is told by {@link #textStart} and {@link #textEnd}. */
  void string() throws Unsure {
    expect('"');
    textStart = position;
    escaped = false;
    while (true) {
      skipPlain();
      byte next = peek();
      if (next == '"') {
        textEnd = position++;
        return;
      } else if (next == '\\') {
        escaped = true;
        position = JsonText.escapeEnd(json, position);
      } else if (next < 0) {
        position = JsonText.sequenceEnd(json, position);
      } else {
        position++;
      }
    }
  }

  /** Moves to near the next quote, backslash or byte that is not ASCII, eight bytes at a time. */
  private void skipPlain() {
    int at = position;
    while (at + 8 <= json.length) {
      long word = (long) WORDS.get(json, at);
      long special = word | zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
      if ((special & HIGHS) != 0) {
        at += Long.numberOfTrailingZeros(special & HIGHS) >>> 3;
        break;
      }
      at += 8;
    }
    position = at;
  }

  /** Sets the highest bit of the lowest byte that is zero; those above it may be wrong. */
  private static long zeroBytes(long word) {
    return (word - ONES) & ~word;
  }

  int textStart() {
    return textStart;
  }

  /** Exclusive. */
  int textEnd() {
    return textEnd;
  }

  /** Whether the last string has escapes, so that its bytes are not its text. */
  boolean isEscaped() {
    return escaped;
  }

  /** Whether the last string is this one, byte for byte. */
  boolean isText(byte[] bytes) {
    return textEnd - textStart == bytes.length
        && Arrays.equals(json, textStart, textEnd, bytes, 0, bytes.length);
  }
}
