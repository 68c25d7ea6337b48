package io.tributary.decode;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that Debezium writes for {@code infinity} and {@code -infinity}. They come from
 * pgjdbc's stand-ins, milliseconds that Debezium also takes for microseconds, and from what is left
 * of them in fewer bits; none is a moment that PostgreSQL could store.
 */
final class Infinities {

  private static final long PGJDBC_INFINITY = 9_223_372_036_825_200_000L;
  private static final long PGJDBC_MINUS_INFINITY = -9_223_372_036_832_400_000L;

  private Infinities() {}

  static @Nullable LocalDateTime ofEpoch(long count, ChronoUnit unit) {
    long divisor = unit == ChronoUnit.MILLIS ? 1000 : 1;
    if (count == Long.MAX_VALUE || count == PGJDBC_INFINITY || count == PGJDBC_INFINITY / divisor) {
      return LocalDateTime.MAX;
    } else if (count == Long.MIN_VALUE
        || count == PGJDBC_MINUS_INFINITY
        || count == PGJDBC_MINUS_INFINITY / divisor) {
      return LocalDateTime.MIN;
    }
    return null;
  }

  static @Nullable LocalDate ofEpochDay(long day) {
    // A snapshot keeps the lower 32 bits of pgjdbc's day; the stream another remnant.
    if (day == -622_191_234L || day == 2_146_033_979L) {
      return LocalDate.MAX;
    }
    return null;
  }
}
