package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a constant is for each kind of column that it can be compared with. */
final class ConstantForms {

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME =
      Pattern.compile(DATE + "T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:\\d{2})?");
  private static final Pattern CANONICAL_UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private ConstantForms() {}

  /**
   * The forms, each of the class that the kind's values have; for whole numbers BigDecimal.
   *
   * @param value String, BigDecimal or Boolean
   */
  static EnumMap<Kind, Serializable> of(Serializable value, String text) {
    EnumMap<Kind, Serializable> forms = new EnumMap<>(Kind.class);
    if (text.indexOf('\0') >= 0) {
      return forms;
    }
    forms.put(Kind.TEXT, text);
    if (!(value instanceof Boolean)) {
      addNumbers(text, forms);
    }
    if (text.equals("true") || text.equals("false")) {
      forms.put(Kind.BOOLEAN, Boolean.valueOf(text));
    }
    if (CANONICAL_UUID.matcher(text).matches()) {
      forms.put(Kind.UUID, UUID.fromString(text).toString());
    }
    addMoments(text, forms);
    return forms;
  }

  private static void addNumbers(String text, EnumMap<Kind, Serializable> forms) {
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      forms.put(Kind.NUMERIC, Double.valueOf(text));
      forms.put(Kind.DOUBLE, Double.valueOf(text));
      forms.put(Kind.REAL, Float.valueOf(text));
      return;
    }
    BigDecimal number = number(text);
    if (number == null || !Numeric.canHold(number)) {
      return;
    }
    for (Kind exact : new Kind[] {Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC}) {
      forms.put(exact, number);
    }
    double rounded = number.doubleValue();
    if (Double.isFinite(rounded) && (rounded == 0) == (number.signum() == 0)) {
      forms.put(Kind.DOUBLE, rounded);
    }
    float single = Float.parseFloat(number.toString());
    if (Float.isFinite(single) && (single == 0) == (number.signum() == 0)) {
      forms.put(Kind.REAL, single);
    }
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException notOne) {
      return null;
    }
  }

  private static void addMoments(String text, EnumMap<Kind, Serializable> forms) {
    if (text.equals("infinity") || text.equals("-infinity")) {
      boolean last = text.equals("infinity");
      forms.put(Kind.DATE, last ? LocalDate.MAX : LocalDate.MIN);
      forms.put(Kind.TIMESTAMP, last ? LocalDateTime.MAX : LocalDateTime.MIN);
      forms.put(Kind.TIMESTAMPTZ, last ? Instant.MAX : Instant.MIN);
      return;
    }
    LocalDateTime moment = moment(text);
    if (moment != null && moment.getYear() >= 1 && moment.getYear() <= 9999) {
      forms.put(Kind.TIMESTAMP, moment);
      forms.put(Kind.TIMESTAMPTZ, moment.toInstant(ZoneOffset.UTC));
      if (DATE.matcher(text).matches()) {
        forms.put(Kind.DATE, moment.toLocalDate());
      }
    }
  }

  /** A date or time in UTC, null for anything else. */
  private static @Nullable LocalDateTime moment(String text) {
    try {
      if (DATE.matcher(text).matches()) {
        return LocalDate.parse(text).atStartOfDay();
      } else if (!TIME.matcher(text).matches()) {
        return null;
      }
      return text.matches(".*T.*[Z+-].*")
          ? OffsetDateTime.parse(text).toInstant().atOffset(ZoneOffset.UTC).toLocalDateTime()
          : LocalDateTime.parse(text);
    } catch (DateTimeException notOne) {
      return null;
    }
  }
}
