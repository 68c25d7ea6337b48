package io.tributary.event;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Base64;

/** An immutable run of bytes, equal by content: a {@code bytea} value. */
public final class Bytes implements Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes copyOf(byte[] content) {
    return new Bytes(content.clone());
  }

  /** Takes the array itself, which nobody else may hold. */
  static Bytes of(byte[] content) {
    return new Bytes(content);
  }

  /** Not to be modified. */
  byte[] content() {
    return content;
  }

  public byte[] toArray() {
    return content.clone();
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
