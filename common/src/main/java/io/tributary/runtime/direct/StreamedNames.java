package io.tributary.runtime.direct;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Names of columns in the log's messages, in which Debezium 1.9.8 makes a character of each byte:
 * of {@code é}, which is C3 A9 in UTF-8, it makes {@code U+FFC3 U+FFA9}.
 */
final class StreamedNames {

  private static final char ASCII = 0x7F;

  /** The least of what a negative byte becomes. */
  private static final char EXTENDED = 0xFF80;

  private StreamedNames() {}

  /** The name as it is; given one that is right, the same. */
  static String repaired(String name) {
    byte[] bytes = new byte[name.length()];
    boolean garbled = false;
    for (int i = 0; i < bytes.length; i++) {
      char letter = name.charAt(i);
      if (letter > ASCII && letter < EXTENDED) {
        return name;
      }
      garbled |= letter >= EXTENDED;
      bytes[i] = (byte) letter;
    }
    return garbled ? decoded(bytes, name) : name;
  }

  private static String decoded(byte[] utf8, String otherwise) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return otherwise;
    }
  }
}
