package io.tributary.decode.scan;

import java.util.Arrays;

/**
 * Reads JSON without white space from its bytes, as Connect's converter writes it. Every method
 * either accepts what stands at the cursor, which then is JSON in valid UTF-8, and moves behind it,
 * or throws {@link Unsure}.
 *
 * <p>Reads a copy with zeros behind it. Nothing that is accepted has a zero, so that no step has to
 * ask for the end.
 */
public final class JsonCursor {

  private static final Literal NULL = Literal.of("null");
  private static final byte[] NOTHING = {};

  /** Such a number is less than 2^63, whatever its digits. */
  private static final int MOST_DIGITS = 18;

  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private byte[] json = new byte[1024];
  private int end;
  private int position;
  private int textStart;
  private int textEnd;
  private boolean escaped;
  private int digits;

  public void open(byte[] utf8) throws Unsure {
    open(utf8, NOTHING);
  }

  /** Opens what stands behind a lead that it has to begin with. */
  public void open(byte[] utf8, byte[] lead) throws Unsure {
    int start = lead.length;
    if (start > utf8.length || !Arrays.equals(utf8, 0, start, lead, 0, start)) {
      throw Unsure.INSTANCE;
    }
    end = utf8.length - start;
    if (json.length < end + Literal.PADDING) {
      json = new byte[(end + Literal.PADDING) * 2];
    }
    System.arraycopy(utf8, start, json, 0, end);
    Words.clear(json, end);
    Words.clear(json, end + Long.BYTES);
    position = 0;
  }

  /** What was opened, with zeros behind it; until the next is opened. */
  public byte[] json() {
    return json;
  }

  public int position() {
    return position;
  }

  public void moveTo(int index) {
    position = index;
  }

  public boolean isAtEnd() {
    return position == end;
  }

  /** The byte at the cursor, 0 at the end. */
  public byte peek() {
    return json[position];
  }

  public void expect(char ascii) throws Unsure {
    if (json[position] != ascii) {
      throw Unsure.INSTANCE;
    }
    position++;
  }

  public void expect(Literal literal) throws Unsure {
    if (!accept(literal)) {
      throw Unsure.INSTANCE;
    }
  }

  /** Moves behind these bytes if they stand at the cursor. */
  public boolean accept(Literal literal) {
    if (!literal.isAt(json, position)) {
      return false;
    }
    position += literal.length();
    return true;
  }

  /** {@code null}, with whatever has to follow it. */
  public boolean acceptNull() {
    return json[position] == 'n' && accept(NULL);
  }

  /** A whole number of at most 18 digits. */
  public long integer() throws Unsure {
    boolean negative = json[position] == '-';
    int start = negative ? position + 1 : position;
    position = start;
    long value = digits();
    if ((json[start] == '0' && digits > 1) || (negative && value == 0)) {
      throw Unsure.INSTANCE;
    }
    return negative ? -value : value;
  }

  /**
   * The number that the digits at the cursor make, which may begin with zeros; {@link #digitCount}
   * tells how many there are, from 1 to 18.
   */
  long digits() throws Unsure {
    int at = position;
    long word = Words.at(json, at);
    int count = Words.digits(word);
    if (count == 0) {
      throw Unsure.INSTANCE;
    }
    long value = Words.number(word, count);
    at += count;
    while (count == Words.DIGITS) {
      word = Words.at(json, at);
      count = Words.digits(word);
      if (at + count - position > MOST_DIGITS) {
        throw Unsure.INSTANCE;
      } else if (count > 0) {
        value = value * POWERS[count] + Words.number(word, count);
        at += count;
      }
    }
    digits = at - position;
    position = at;
    return value;
  }

  /** How many digits {@link #digits} read. */
  int digitCount() {
    return digits;
  }

  /** Moves behind the digits at the cursor, of which there is at least one; tells how many. */
  int skipDigits() throws Unsure {
    int at = position;
    int count;
    do {
      count = Words.digits(Words.at(json, at));
      at += count;
    } while (count == Words.DIGITS);
    if (at == position) {
      throw Unsure.INSTANCE;
    }
    int skipped = at - position;
    position = at;
    return skipped;
  }

  /** A string; what it holds is told by {@link #textStart} and {@link #textEnd}. */
  public void string() throws Unsure {
    expect('"');
    int at = position;
    textStart = at;
    escaped = false;
    while (true) {
      int plain = Words.plain(Words.at(json, at));
      at += plain;
      if (plain == Long.BYTES) {
        continue;
      }
      byte next = json[at];
      if (next == '"') {
        textEnd = at;
        position = at + 1;
        return;
      } else if (next == '\\') {
        escaped = true;
        at = JsonText.escapeEnd(json, at);
      } else {
        at = JsonText.sequenceEnd(json, at);
      }
    }
  }

  public int textStart() {
    return textStart;
  }

  /** Exclusive. */
  public int textEnd() {
    return textEnd;
  }

  /** Whether the last string has escapes, so that its bytes are not its text. */
  public boolean isEscaped() {
    return escaped;
  }

  /** Whether the last string is this one, byte for byte. */
  public boolean isText(Literal text) {
    return textEnd - textStart == text.length() && text.isAt(json, textStart);
  }
}
