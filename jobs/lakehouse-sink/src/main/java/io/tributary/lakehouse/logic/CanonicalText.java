package io.tributary.lakehouse.logic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a value, whichever way it was stored: {@code 42}, {@code 1.50}, {@code NaN},
 * {@code 2026-02-28}, {@code 12:34:56.5}, {@code 24:00:00}, {@code 2026-02-28T12:34:56.5Z}, {@code
 * infinity}, base64 for bytes. Years before 1 and after 9999 are signed as in ISO-8601. Arrays and
 * hstore are JSON; in it booleans and numbers up to double are bare and everything else is a
 * string.
 */
public final class CanonicalText {

  private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();
  private static final long DAY_MICROS = 86_400_000_000L;

  private CanonicalText() {}

  /** The text of a value of the class that its type's {@link ColumnType.Kind} names. */
  public static String of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case NUMERIC ->
          value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
      case BYTES -> ((Bytes) value).toBase64();
      case DATE -> date((LocalDate) value);
      case TIME -> time((Long) value);
      case TIMESTAMP -> timestamp((LocalDateTime) value);
      case TIMESTAMPTZ -> instant((Instant) value);
      case ARRAY -> array(StoredTypes.elementOf(type), (List<?>) value);
      case HSTORE -> hstore((Map<?, ?>) value);
      default -> String.valueOf(value);
    };
  }

  private static String date(LocalDate date) {
    if (date.equals(LocalDate.MAX)) {
      return "infinity";
    }
    return date.equals(LocalDate.MIN) ? "-infinity" : date.toString();
  }

  private static String time(long micros) {
    return micros == DAY_MICROS
        ? "24:00:00"
        : time(LocalTime.ofNanoOfDay(Math.multiplyExact(micros, 1000L)));
  }

  private static String time(LocalTime time) {
    String seconds =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    if (time.getNano() == 0) {
      return seconds;
    }
    String fraction = String.format(Locale.ROOT, "%09d", time.getNano());
    return seconds + "." + fraction.replaceFirst("0+$", "");
  }

  private static String timestamp(LocalDateTime at) {
    if (at.equals(LocalDateTime.MAX)) {
      return "infinity";
    }
    return at.equals(LocalDateTime.MIN)
        ? "-infinity"
        : at.toLocalDate() + "T" + time(at.toLocalTime());
  }

  private static String instant(Instant at) {
    if (at.equals(Instant.MAX)) {
      return "infinity";
    }
    return at.equals(Instant.MIN)
        ? "-infinity"
        : timestamp(LocalDateTime.ofInstant(at, ZoneOffset.UTC)) + "Z";
  }

  private static String array(ColumnType element, List<?> values) {
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (Object value : values) {
      array.add(json(element, value));
    }
    return array.toString();
  }

  private static String hstore(Map<?, ?> map) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    map.forEach((key, value) -> object.add(quoted(String.valueOf(key)) + ":" + quoted(value)));
    return object.toString();
  }

  private static String json(ColumnType type, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    String text = of(type, value);
    boolean bare =
        switch (type.kind()) {
          case BOOLEAN, SMALLINT, INTEGER, ARRAY, HSTORE -> true;
          case REAL, DOUBLE -> Double.isFinite(((Number) value).doubleValue());
          default -> false;
        };
    return bare ? text : quoted(text);
  }

  private static String quoted(@Nullable Object value) {
    return value == null ? "null" : "\"" + new String(JSON.quoteAsString(value.toString())) + "\"";
  }
}
