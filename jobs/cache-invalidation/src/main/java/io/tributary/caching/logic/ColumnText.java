package io.tributary.caching.logic;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.chrono.IsoEra;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a column's value inside a key: what PostgreSQL writes for it, with {@code true} and
 * {@code false} for booleans. An application builds its keys from the same values, so types whose
 * text depends on who writes it are refused.
 *
 * <p>See <a href="https://www.postgresql.org/docs/14/datatype.html">PostgreSQL's data types</a>;
 * dates are in its ISO style. {@link CacheSql} is the same in SQL.
 */
public final class ColumnText {

  private static final long MICROS_OF_MINUTE = 60_000_000L;

  private ColumnText() {}

  /** Why values of a type cannot stand in a key; empty where they can. */
  public static Optional<String> refusal(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, TEXT, UUID, DATE, TIME, TIMESTAMP ->
          Optional.empty();
      case REAL, DOUBLE -> Optional.of("a floating-point number has no one text");
      case TIMESTAMPTZ -> Optional.of("its text depends on the reader's time zone");
      case INTERVAL -> Optional.of("its text depends on the reader's interval style");
      case JSON, BYTES, BITS, ARRAY, HSTORE -> Optional.of("its values have no one text");
    };
  }

  /**
   * The text of a value, for example {@code 42}, {@code 1.50}, {@code 2026-02-28}.
   *
   * @param value of the class that the type's kind names
   * @throws IllegalArgumentException if the type is refused
   */
  static String of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, TEXT, UUID -> value.toString();
      case NUMERIC ->
          value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
      case DATE -> date((LocalDate) value);
      case TIME -> time((Long) value);
      case TIMESTAMP -> timestamp((LocalDateTime) value);
      default -> throw new IllegalArgumentException(type.kind() + " cannot stand in a key");
    };
  }

  private static String date(LocalDate date) {
    if (date.equals(LocalDate.MAX)) {
      return "infinity";
    }
    return date.equals(LocalDate.MIN) ? "-infinity" : day(date) + era(date);
  }

  private static String timestamp(LocalDateTime timestamp) {
    if (timestamp.equals(LocalDateTime.MAX)) {
      return "infinity";
    }
    if (timestamp.equals(LocalDateTime.MIN)) {
      return "-infinity";
    }
    LocalDate date = timestamp.toLocalDate();
    long micros = timestamp.toLocalTime().getLong(ChronoField.MICRO_OF_DAY);
    return day(date) + " " + time(micros) + era(date);
  }

  private static String day(LocalDate date) {
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d",
        date.get(ChronoField.YEAR_OF_ERA),
        date.getMonthValue(),
        date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getEra() == IsoEra.BCE ? " BC" : "";
  }

  private static String time(long microsOfDay) {
    long minutes = microsOfDay / MICROS_OF_MINUTE;
    long micros = microsOfDay % MICROS_OF_MINUTE;
    String seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    String padded = micros < 10_000_000 ? "0" + seconds : seconds;
    return String.format(Locale.ROOT, "%02d:%02d:", minutes / 60, minutes % 60) + padded;
  }
}
