package io.tributary.decode.wire;

import java.time.temporal.ChronoUnit;

/**
 * The unit of zone-less dates and times in records that carry no schema: the connector's {@code
 * time.precision.mode}. Times that are written as text need no unit and are understood in every
 * mode.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's temporal types</a>
 */
public enum TimePrecision {
  /** Milliseconds up to three fractional digits, microseconds from four. Debezium's default. */
  ADAPTIVE,
  /** As {@code ADAPTIVE} for timestamps; times of the day always in microseconds. */
  ADAPTIVE_TIME_MICROSECONDS,
  /** Microseconds. */
  MICROSECONDS,
  /** Nanoseconds. */
  NANOSECONDS,
  /** Milliseconds. Columns with more than three fractional digits are lost, being cut. */
  CONNECT;

  /** What milliseconds can hold. */
  private static final int MOST_CONNECT_DIGITS = 3;

  /** Whether values of so many fractional digits are cut on the wire without notice. */
  public boolean isCut(int fractionalDigits) {
    return this == CONNECT && fractionalDigits > MOST_CONNECT_DIGITS;
  }

  public ChronoUnit time(int fractionalDigits) {
    return this == ADAPTIVE_TIME_MICROSECONDS ? ChronoUnit.MICROS : timestamp(fractionalDigits);
  }

  public ChronoUnit timestamp(int fractionalDigits) {
    return switch (this) {
      case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS ->
          fractionalDigits <= 3 ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
      case MICROSECONDS -> ChronoUnit.MICROS;
      case NANOSECONDS -> ChronoUnit.NANOS;
      case CONNECT -> ChronoUnit.MILLIS;
    };
  }
}
