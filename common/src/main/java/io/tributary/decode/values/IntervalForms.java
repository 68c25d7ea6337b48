package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms of {@code interval}. All become the shortest ISO-8601 text, which is what PostgreSQL
 * writes under {@code intervalstyle = iso_8601}: {@code P1DT2H}, {@code PT0S}.
 */
final class IntervalForms {

  private static final Pattern ISO =
      Pattern.compile(
          "P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?"
              + "(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?\\d+(?:\\.\\d+)?)S)?)?");

  private static final String UNITS = "YMDHMS";
  private static final int FIRST_TIME_UNIT = 3;

  private IntervalForms() {}

  /**
   * Text or a struct. A number is what the connector made of months and days (30.4375 days a
   * month), from which the interval cannot be recovered: the value is lost.
   */
  static Object read(Object wire) throws Undecodable {
    if (wire instanceof String text) {
      return normalized(text);
    } else if (wire instanceof Map<?, ?> struct) {
      return ofStruct(struct);
    }
    ScalarForms.integer(wire, Long.MIN_VALUE, Long.MAX_VALUE);
    return WireForm.Absence.LOST;
  }

  private static String normalized(String text) throws Undecodable {
    Matcher matcher = ISO.matcher(text);
    if (!matcher.matches()) {
      throw Undecodable.mismatch("an interval such as P1DT2H", text);
    }
    @Nullable BigDecimal[] parts = new @Nullable BigDecimal[UNITS.length()];
    for (int i = 0; i < parts.length; i++) {
      String part = matcher.group(i + 1);
      parts[i] = part == null ? null : micros(new BigDecimal(part));
    }
    return write(parts);
  }

  /** Debezium before 2.0 counts seconds in floating point: {@code 6.788999999S}. */
  private static BigDecimal micros(BigDecimal part) {
    return part.scale() <= 6 ? part : part.setScale(6, RoundingMode.HALF_UP);
  }

  private static String ofStruct(Map<?, ?> struct) throws Undecodable {
    BigDecimal nanos = BigDecimal.valueOf(StructuredTime.part(struct, "nanos"), 9);
    return write(
        BigDecimal.valueOf(StructuredTime.part(struct, "years")),
        BigDecimal.valueOf(StructuredTime.part(struct, "months")),
        BigDecimal.valueOf(StructuredTime.part(struct, "days")),
        BigDecimal.valueOf(StructuredTime.part(struct, "hours")),
        BigDecimal.valueOf(StructuredTime.part(struct, "minutes")),
        BigDecimal.valueOf(StructuredTime.part(struct, "seconds")).add(nanos));
  }

  private static String write(@Nullable BigDecimal... parts) {
    StringBuilder text = new StringBuilder("P");
    boolean time = false;
    for (int i = 0; i < parts.length; i++) {
      BigDecimal part = parts[i];
      if (part != null && part.signum() != 0) {
        if (i >= FIRST_TIME_UNIT && !time) {
          text.append('T');
          time = true;
        }
        text.append(part.stripTrailingZeros().toPlainString()).append(UNITS.charAt(i));
      }
    }
    return text.length() == 1 ? "PT0S" : text.toString();
  }
}
