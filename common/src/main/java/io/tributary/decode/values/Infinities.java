package io.tributary.decode.values;

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

  /** As recorded from Debezium 3.7.0: a snapshot's and the stream's numbers differ. */
  private static final long SNAPSHOT_INFINITY = -622_191_234;

  private static final long SNAPSHOT_MINUS_INFINITY = -625_821_272;
  private static final long STREAM_INFINITY = 2_146_033_979;
  private static final long STREAM_MINUS_INFINITY = -2_147_472_691;

  /** As recorded from the stream of Debezium 1.9.8. */
  private static final long OLD_STREAM_INFINITY = -2_147_472_692;

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

  /** The same as seconds, for what has been written as text. */
  static @Nullable LocalDateTime ofEpochSecond(long second) {
    if (second == PGJDBC_INFINITY / 1000) {
      return LocalDateTime.MAX;
    }
    return second == PGJDBC_MINUS_INFINITY / 1000 ? LocalDateTime.MIN : null;
  }

  static @Nullable LocalDate ofEpochDay(long day) {
    if (day == SNAPSHOT_INFINITY || day == STREAM_INFINITY || day == OLD_STREAM_INFINITY) {
      return LocalDate.MAX;
    } else if (day == SNAPSHOT_MINUS_INFINITY || day == STREAM_MINUS_INFINITY) {
      return LocalDate.MIN;
    }
    return null;
  }
}
