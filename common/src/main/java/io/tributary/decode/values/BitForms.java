package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;

/** The forms of {@code bit} and {@code bit varying}. */
final class BitForms {

  private BitForms() {}

  /**
   * {@code bit(length)}: a boolean for one bit; otherwise bytes, the last bits of the string first,
   * which Debezium cuts off after the highest bit that is set.
   */
  static WireForm fixed(int length) {
    return wire -> {
      if (length == 1) {
        return ScalarForms.readBoolean(wire).equals(true) ? "1" : "0";
      }
      byte[] bytes = ScalarForms.base64(wire);
      StringBuilder bits = new StringBuilder(length);
      for (int i = length - 1; i >= 0; i--) {
        bits.append(isSet(bytes, i) ? '1' : '0');
      }
      if (highestSet(bytes) >= length) {
        throw Undecodable.outOfRange("more than " + length + " bits");
      }
      return bits.toString();
    };
  }

  /** {@code bit varying}: the wire does not show how many zeros lead the string. */
  static Object readVarying(Object wire) throws Undecodable {
    if (!(wire instanceof Boolean)) {
      ScalarForms.base64(wire);
    }
    return WireForm.Absence.LOST;
  }

  private static int highestSet(byte[] bytes) {
    for (int i = bytes.length * 8 - 1; i >= 0; i--) {
      if (isSet(bytes, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    int index = bit / 8;
    return index < bytes.length && (bytes[index] >> (bit % 8) & 1) == 1;
  }
}
