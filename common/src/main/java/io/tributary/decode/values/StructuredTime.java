package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dates and times as structs of their parts: {@code time.precision.mode=structured}. */
final class StructuredTime {

  /** The part that only times with a zone have. */
  static final String OFFSET = "offsetSeconds";

  private static final int MOST_OFFSET_SECONDS = 18 * 60 * 60;

  private StructuredTime() {}

  /** {@code POSITIVE_INFINITY}, {@code NEGATIVE_INFINITY}, or null for an ordinary value. */
  static @Nullable String special(Map<?, ?> struct) throws Undecodable {
    Object special = struct.get("specialValue");
    if (special == null
        || special.equals("POSITIVE_INFINITY")
        || special.equals("NEGATIVE_INFINITY")) {
      return (String) special;
    }
    throw Undecodable.mismatch("a known special value", special);
  }

  static LocalDate date(Map<?, ?> struct) throws Undecodable {
    try {
      return LocalDate.of(part(struct, "year"), part(struct, "month"), part(struct, "day"));
    } catch (DateTimeException e) {
      throw Undecodable.outOfRange("no day of the calendar");
    }
  }

  static LocalDateTime timestamp(Map<?, ?> struct) throws Undecodable {
    long micros = microsOfDay(struct);
    if (micros == TimeForms.MICROS_PER_DAY) {
      throw Undecodable.outOfRange("no time of a day");
    }
    return LocalDateTime.of(date(struct), LocalTime.ofNanoOfDay(micros * 1000));
  }

  static long microsOfDay(Map<?, ?> struct) throws Undecodable {
    int hour = part(struct, "hour");
    int minute = part(struct, "minute");
    int second = part(struct, "second");
    int nanos = part(struct, "nanos");
    if (hour == 24 && minute == 0 && second == 0 && nanos == 0) {
      return TimeForms.MICROS_PER_DAY;
    }
    try {
      return LocalTime.of(hour, minute, second, nanos).toNanoOfDay() / 1000;
    } catch (DateTimeException e) {
      throw Undecodable.outOfRange("no time of a day");
    }
  }

  /** A {@code timetz} as ISO-8601 text, {@code 12:34:56.5+02:00}. */
  static Object readZonedTime(Object wire) throws Undecodable {
    if (!(wire instanceof Map<?, ?> struct)) {
      return ScalarForms.readText(wire);
    }
    long micros = microsOfDay(struct);
    String time =
        micros == TimeForms.MICROS_PER_DAY
            ? "24:00:00"
            : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(micros * 1000));
    return time + ZoneOffset.ofTotalSeconds(offsetSeconds(struct)).getId();
  }

  static int offsetSeconds(Map<?, ?> struct) throws Undecodable {
    int seconds = part(struct, OFFSET);
    if (Math.abs((long) seconds) > MOST_OFFSET_SECONDS) {
      throw Undecodable.outOfRange("no offset of a time zone");
    }
    return seconds;
  }

  /** A part that is not there, or null, is zero. */
  static int part(Map<?, ?> struct, String name) throws Undecodable {
    Object value = struct.get(name);
    return value == null
        ? 0
        : (int) ScalarForms.integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
