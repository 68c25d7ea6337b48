package io.tributary.event;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The binary form of timestamps: twice the microseconds since 1970, as PostgreSQL has them; what
 * does not fit (nanoseconds, the infinities) as twice the seconds and one, and the nanoseconds.
 */
final class MomentEncoding {

  /** About 36,000 years; leaves a bit for telling the two forms apart. */
  private static final long MOST_MICROS = 1L << 60;

  private static final long MOST_SECONDS = MOST_MICROS / 1_000_000 - 1;

  /** What is nearer to 1970 is of a second that fits into microseconds. */
  private static final long LEAST_MICROS_OF_SECONDS = (MOST_SECONDS - 1) * 1_000_000;

  private MomentEncoding() {}

  static void write(long seconds, int nanos, PackedWriter out) {
    if (nanos % 1000 == 0 && Math.abs(seconds) < MOST_SECONDS) {
      out.writeSigned((seconds * 1_000_000 + nanos / 1000) << 1);
    } else {
      out.writeSigned(seconds << 1 | 1);
      out.writeUnsigned(nanos);
    }
  }

  static void writeMicros(long micros, PackedWriter out) {
    if (Math.abs(micros) < LEAST_MICROS_OF_SECONDS) {
      out.writeSigned(micros << 1);
    } else {
      long second = Math.floorDiv(micros, 1_000_000L);
      write(second, (int) (micros - second * 1_000_000) * 1000, out);
    }
  }

  static Instant readInstant(PackedReader in) {
    long value = in.readSigned();
    long whole = value >> 1;
    if ((value & 1) == 1) {
      return Instant.ofEpochSecond(whole, in.readUnsigned());
    }
    long second = Math.floorDiv(whole, 1_000_000L);
    return Instant.ofEpochSecond(second, (whole - second * 1_000_000) * 1000);
  }

  static LocalDateTime readLocal(PackedReader in) {
    Instant moment = readInstant(in);
    return LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
  }

  static void skip(PackedReader in) {
    if ((in.readSigned() & 1) == 1) {
      in.skipNumber();
    }
  }
}
