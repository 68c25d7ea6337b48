package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms of dates and times: numbers since 1970 or midnight, ISO-8601 text, or structs of their
 * parts. PostgreSQL's infinities are text, a struct's {@code specialValue}, or certain numbers that
 * lie outside of what PostgreSQL can store.
 */
public final class TimeForms {

  public static final long MICROS_PER_DAY = 86_400_000_000L;

  /** 4714-11-24 BC, the first day of PostgreSQL's calendar. */
  private static final LocalDate FIRST_DAY = LocalDate.ofEpochDay(-2_440_588);

  /** 5874897-12-31. */
  private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);

  /** 294276-12-31. */
  private static final LocalDate LAST_TIMESTAMP_DAY = LocalDate.of(294_276, 12, 31);

  private static final Pattern END_OF_DAY = Pattern.compile("24:00(:00(\\.0+)?)?Z?");

  private TimeForms() {}

  static Object readDate(Object wire) throws Undecodable {
    LocalDate infinity = infinity(wire, LocalDate.MIN, LocalDate.MAX);
    if (infinity != null) {
      return infinity;
    } else if (wire instanceof Map<?, ?> struct) {
      return checked(StructuredTime.date(struct));
    } else if (wire instanceof String text) {
      return checkedOrInfinite(parseDate(text));
    }
    long day = ScalarForms.integer(wire, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return checkedOrInfinite(LocalDate.ofEpochDay(day));
  }

  private static LocalDate checkedOrInfinite(LocalDate date) throws Undecodable {
    LocalDate infinity = Infinities.ofEpochDay(date.toEpochDay());
    return infinity == null ? checked(date) : infinity;
  }

  private static LocalDate checked(LocalDate date) throws Undecodable {
    if (date.isBefore(FIRST_DAY) || date.isAfter(LAST_DATE)) {
      throw Undecodable.outOfRange("PostgreSQL cannot store the date");
    }
    return date;
  }

  static WireForm time(ChronoUnit unit) {
    return timeIn(unit).with(inUnit(unit, Transcoder.TIME_MILLIS, Transcoder.TIME_MICROS));
  }

  private static @Nullable Transcoder inUnit(
      ChronoUnit unit, Transcoder millis, Transcoder micros) {
    return switch (unit) {
      case MILLIS -> millis;
      case MICROS -> micros;
      default -> null;
    };
  }

  private static WireForm timeIn(ChronoUnit unit) {
    return wire -> {
      long micros;
      if (wire instanceof Map<?, ?> struct) {
        micros = StructuredTime.microsOfDay(struct);
      } else if (wire instanceof String text) {
        micros = parseTime(text);
      } else {
        long count = ScalarForms.integer(wire, Long.MIN_VALUE, Long.MAX_VALUE);
        micros = exactMicros(count, unit);
      }
      if (micros < 0 || micros > MICROS_PER_DAY) {
        throw Undecodable.outOfRange("the time is not between 00:00 and 24:00");
      }
      return micros;
    };
  }

  private static long exactMicros(long count, ChronoUnit unit) throws Undecodable {
    long nanosPerUnit = unit.getDuration().toNanos();
    if (nanosPerUnit < 1000) {
      return Math.floorDiv(count, 1000);
    }
    try {
      return Math.multiplyExact(count, nanosPerUnit / 1000);
    } catch (ArithmeticException e) {
      throw Undecodable.outOfRange("the time is not between 00:00 and 24:00");
    }
  }

  static WireForm timestamp(ChronoUnit unit) {
    return timestampIn(unit)
        .with(inUnit(unit, Transcoder.TIMESTAMP_MILLIS, Transcoder.TIMESTAMP_MICROS));
  }

  private static WireForm timestampIn(ChronoUnit unit) {
    return wire -> {
      LocalDateTime infinity = infinity(wire, LocalDateTime.MIN, LocalDateTime.MAX);
      if (infinity != null) {
        return infinity;
      } else if (wire instanceof Map<?, ?> struct) {
        return checked(StructuredTime.timestamp(struct));
      } else if (wire instanceof String text) {
        LocalDateTime timestamp = parseTimestamp(text);
        LocalDateTime known = Infinities.ofEpochSecond(timestamp.toEpochSecond(ZoneOffset.UTC));
        return known == null ? checked(timestamp) : known;
      }
      long count = ScalarForms.integer(wire, Long.MIN_VALUE, Long.MAX_VALUE);
      LocalDateTime known = Infinities.ofEpoch(count, unit);
      return known == null ? checked(ofEpoch(count, unit)) : known;
    };
  }

  /** The form where numbers have lost digits and are read for nothing but their being numbers. */
  static WireForm withoutNumbers(WireForm form) {
    return wire -> {
      Object value = form.read(wire);
      return wire instanceof Number ? WireForm.Absence.LOST : value;
    };
  }

  private static LocalDateTime ofEpoch(long count, ChronoUnit unit) {
    return LocalDateTime.ofInstant(Instant.EPOCH.plus(count, unit), ZoneOffset.UTC);
  }

  private static LocalDateTime checked(LocalDateTime timestamp) throws Undecodable {
    LocalDate day = timestamp.toLocalDate();
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_TIMESTAMP_DAY)) {
      throw Undecodable.outOfRange("PostgreSQL cannot store the timestamp");
    }
    return timestamp;
  }

  static Object readTimestamptz(Object wire) throws Undecodable {
    Instant infinity = infinity(wire, Instant.MIN, Instant.MAX);
    if (infinity != null) {
      return infinity;
    } else if (wire instanceof Map<?, ?> struct) {
      long offset = StructuredTime.offsetSeconds(struct);
      return checked(StructuredTime.timestamp(struct))
          .minusSeconds(offset)
          .toInstant(ZoneOffset.UTC);
    } else if (wire instanceof String text) {
      return checked(parseTimestamptz(text)).toInstant(ZoneOffset.UTC);
    }
    throw Undecodable.mismatch("a string such as 2026-02-28T12:00:00Z", wire);
  }

  private static <T> @Nullable T infinity(Object wire, T min, T max) throws Undecodable {
    Object name = wire instanceof Map<?, ?> struct ? StructuredTime.special(struct) : wire;
    if ("infinity".equals(name) || "POSITIVE_INFINITY".equals(name)) {
      return max;
    } else if ("-infinity".equals(name) || "NEGATIVE_INFINITY".equals(name)) {
      return min;
    }
    return null;
  }

  /** Debezium writes a zone behind zone-less values, which is not to be applied. */
  private static LocalDate parseDate(String text) throws Undecodable {
    try {
      return DateTimeFormatter.ISO_DATE.parse(text, LocalDate::from);
    } catch (DateTimeException e) {
      throw Undecodable.mismatch("a date such as 2026-02-28", text);
    }
  }

  private static LocalDateTime parseTimestamp(String text) throws Undecodable {
    try {
      return DateTimeFormatter.ISO_DATE_TIME.parse(text, LocalDateTime::from);
    } catch (DateTimeException e) {
      throw Undecodable.mismatch("a timestamp such as 2026-02-28T12:00:00", text);
    }
  }

  private static LocalDateTime parseTimestamptz(String text) throws Undecodable {
    try {
      return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    } catch (DateTimeException e) {
      throw Undecodable.mismatch("a timestamp such as 2026-02-28T12:00:00Z", text);
    }
  }

  private static long parseTime(String text) throws Undecodable {
    if (END_OF_DAY.matcher(text).matches()) {
      return MICROS_PER_DAY;
    }
    try {
      LocalTime time = DateTimeFormatter.ISO_TIME.parse(text, LocalTime::from);
      return time.toNanoOfDay() / 1000;
    } catch (DateTimeException e) {
      throw Undecodable.mismatch("a time such as 12:34:56", text);
    }
  }
}
