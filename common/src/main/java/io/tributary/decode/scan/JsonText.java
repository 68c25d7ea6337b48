package io.tributary.decode.scan;

/**
 * What JSON and UTF-8 allow inside of a string, and what it stands for. Behind the bytes stand
 * zeros, which neither allows.
 */
public final class JsonText {

  private JsonText() {}

  /** The end of the escape that begins here. */
  static int escapeEnd(byte[] json, int start) throws Unsure {
    return switch (json[start + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> start + 2;
      case 'u' -> {
        character(json, start + 2);
        yield start + 6;
      }
      default -> throw Unsure.INSTANCE;
    };
  }

  /**
   * The character of four hexadecimal digits. Halves of surrogate pairs are left to the tree, which
   * looks for their other halves: Connect writes such characters as they are.
   */
  private static int character(byte[] json, int start) throws Unsure {
    int value = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        throw Unsure.INSTANCE;
      }
      value = value << 4 | digit;
    }
    if (Character.isSurrogate((char) value)) {
      throw Unsure.INSTANCE;
    }
    return value;
  }

  /** The end of the UTF-8 sequence of several bytes that begins here. */
  static int sequenceEnd(byte[] json, int start) throws Unsure {
    int first = json[start] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) {
      throw Unsure.INSTANCE;
    }
    for (int i = start + 1; i < start + length; i++) {
      if ((json[i] & 0xC0) != 0x80) {
        throw Unsure.INSTANCE;
      }
    }
    int second = json[start + 1] & 0xFF;
    boolean overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    boolean surrogate = first == 0xED && second > 0x9F;
    if (overlong || surrogate || (first == 0xF4 && second > 0x8F)) {
      throw Unsure.INSTANCE;
    }
    return start + length;
  }

  /**
   * Writes what a string with escapes stands for.
   *
   * @param to as long as the string or longer
   * @return the length of what was written
   */
  public static int unescape(byte[] json, int start, int end, byte[] to) throws Unsure {
    int size = 0;
    int at = start;
    while (at < end) {
      byte next = json[at];
      if (next != '\\') {
        to[size++] = next;
        at++;
      } else if (json[at + 1] == 'u') {
        size = putUtf8(character(json, at + 2), to, size);
        at += 6;
      } else {
        to[size++] = simple(json[at + 1]);
        at += 2;
      }
    }
    return size;
  }

  private static byte simple(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static int putUtf8(int character, byte[] to, int at) {
    if (character < 0x80) {
      to[at] = (byte) character;
      return at + 1;
    } else if (character < 0x800) {
      to[at] = (byte) (0xC0 | character >> 6);
      to[at + 1] = (byte) (0x80 | (character & 0x3F));
      return at + 2;
    }
    to[at] = (byte) (0xE0 | character >> 12);
    to[at + 1] = (byte) (0x80 | (character >> 6 & 0x3F));
    to[at + 2] = (byte) (0x80 | (character & 0x3F));
    return at + 3;
  }
}
