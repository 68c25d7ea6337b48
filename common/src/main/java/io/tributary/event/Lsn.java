package io.tributary.event;

import java.io.Serializable;

/**
 * A position in PostgreSQL's write-ahead log, an unsigned 64-bit number written {@code 0/16B3748}.
 * Alone it orders nothing but the changes inside one transaction; see {@link SourcePosition}.
 */
public record Lsn(long value) implements Serializable, Comparable<Lsn> {

  /** Reads {@code 0/16B3748}. */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("expected an LSN such as 0/16B3748, found '" + text + "'");
    }
    long high = Long.parseLong(text, 0, slash, 16);
    long low = Long.parseLong(text, slash + 1, text.length(), 16);
    return new Lsn(high << 32 | low);
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT)
        + "/"
        + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
  }
}
