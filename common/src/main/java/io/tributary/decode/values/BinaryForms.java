package io.tributary.decode.values;

import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The forms of {@code bytea}: base64, which JSON makes of bytes, or one of the text modes. */
final class BinaryForms {

  private BinaryForms() {}

  static WireForm of(BinaryMode mode) {
    return switch (mode) {
      case BYTES, BASE64 -> base64();
      case BASE64_URL_SAFE -> BinaryForms::readUrlSafe;
      case HEX -> BinaryForms::readHex;
    };
  }

  static WireForm base64() {
    WireForm form = ScalarForms::readBytes;
    return form.with(Transcoder.BYTES);
  }

  /** A text whose bytes were read; those of a database in another encoding are none. */
  static Object text(Object bytes) throws Undecodable {
    try {
      byte[] utf8 = ((Bytes) bytes).toArray();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new Undecodable(DecodeError.TYPE_MISMATCH, "bytes that are not UTF-8 text");
    }
  }

  /** A column whose schema says text: digits of base64 and of hexadecimal look alike. */
  static WireForm inText(BinaryMode mode) {
    return mode == BinaryMode.BYTES ? BinaryForms::refuse : of(mode);
  }

  private static Object refuse(Object wire) throws Undecodable {
    throw new Undecodable(
        DecodeError.TYPE_MISMATCH,
        "bytes written as text; set source.kafka.format.binary to their form, or the connector's"
            + " binary.handling.mode to bytes");
  }

  private static Object readUrlSafe(Object wire) throws Undecodable {
    if (wire instanceof String text) {
      try {
        return Bytes.copyOf(Base64.getUrlDecoder().decode(text));
      } catch (IllegalArgumentException e) {
        throw Undecodable.mismatch("base64 that is safe in URLs", wire);
      }
    }
    throw Undecodable.mismatch("a string of base64", wire);
  }

  private static Object readHex(Object wire) throws Undecodable {
    if (wire instanceof String text) {
      try {
        return Bytes.copyOf(HexFormat.of().parseHex(text));
      } catch (IllegalArgumentException e) {
        throw Undecodable.mismatch("hexadecimal digits", wire);
      }
    }
    throw Undecodable.mismatch("a string of hexadecimal digits", wire);
  }
}
