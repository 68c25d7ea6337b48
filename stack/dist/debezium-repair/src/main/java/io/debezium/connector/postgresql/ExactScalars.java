package io.debezium.connector.postgresql;

import io.debezium.connector.postgresql.connection.pgoutput.ElementValue;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.debezium.time.IsoDate;
import io.debezium.time.IsoTime;
import io.debezium.time.StructuredTime;
import java.sql.Date;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.core.Oid;

/** What Debezium 3.7.0 changes in values that are no arrays, put right before its converters. */
final class ExactScalars {

  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";
  private static final LocalDate LAST_DAY = LocalDate.of(5_874_897, 12, 31);
  private static final LocalDate FIRST_DAY = LocalDate.of(-4713, 11, 24);

  private ExactScalars() {}

  /** A column's converter that leaves to Debezium's what that does right. */
  static ValueConverter over(ValueConverter debezium, Column column, Schema schema) {
    String form = String.valueOf(schema.name());
    return switch (column.nativeType()) {
      case Oid.DATE ->
          form.equals(IsoDate.SCHEMA_NAME)
              ? value -> orInfinity(debezium, day(value))
              : value -> debezium.convert(day(value));
      case Oid.TIME -> {
        Object endOfDay = endOfDay(form, schema);
        yield endOfDay == null
            ? debezium
            : value -> isEndOfDay(value) ? endOfDay : debezium.convert(value);
      }
      case Oid.NUMERIC ->
          form.equals(VariableScaleDecimal.LOGICAL_NAME)
              ? value -> isFinite(value) ? withZeros(schema, value) : debezium.convert(value)
              : debezium;
      default -> debezium;
    };
  }

  /**
   * The day that the snapshot means, as a text or, in a key, as the driver's date: that is of the
   * calendar that changed in 1582, and has the year's number as if the era were ours.
   */
  private static @Nullable Object day(@Nullable Object value) {
    if (value instanceof String text) {
      return new ElementValue(text).asLocalDate();
    }
    if (!(value instanceof Date date) || infinity(date) != null) {
      return value;
    }
    GregorianCalendar calendar = new GregorianCalendar();
    calendar.setTime(date);
    int year = calendar.get(Calendar.YEAR);
    return LocalDate.of(
        calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
        calendar.get(Calendar.MONTH) + 1,
        calendar.get(Calendar.DAY_OF_MONTH));
  }

  /** Debezium would write a day that is in no calendar. */
  private static @Nullable Object orInfinity(ValueConverter debezium, @Nullable Object value) {
    String infinity = infinity(value);
    return infinity == null ? debezium.convert(value) : infinity;
  }

  private static @Nullable String infinity(@Nullable Object value) {
    if (value instanceof Date date) {
      return date.getTime() == PGStatement.DATE_POSITIVE_INFINITY
          ? INFINITY
          : date.getTime() == PGStatement.DATE_NEGATIVE_INFINITY ? MINUS_INFINITY : null;
    } else if (value instanceof LocalDate day) {
      return day.isAfter(LAST_DAY) ? INFINITY : day.isBefore(FIRST_DAY) ? MINUS_INFINITY : null;
    }
    return null;
  }

  /** Where Debezium would write the day's beginning, or stop; null where it does not. */
  private static @Nullable Object endOfDay(String form, Schema schema) {
    return switch (form) {
      case IsoTime.SCHEMA_NAME -> "24:00:00Z";
      case StructuredTime.SCHEMA_NAME ->
          StructuredTime.from(schema, LocalTime.MIDNIGHT).put("hour", (byte) 24);
      default -> null;
    };
  }

  private static boolean isEndOfDay(@Nullable Object value) {
    return value instanceof String time && time.startsWith("24:");
  }

  private static boolean isFinite(@Nullable Object value) {
    return value instanceof SpecialValueDecimal number && number.getDecimalValue().isPresent();
  }

  /** Debezium would leave out zeros at the end. */
  private static Object withZeros(Schema schema, Object value) {
    return VariableScaleDecimal.fromLogical(schema, (SpecialValueDecimal) value);
  }
}
