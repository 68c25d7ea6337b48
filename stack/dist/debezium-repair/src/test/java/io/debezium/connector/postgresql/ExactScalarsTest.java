package io.debezium.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.SpecialValueDecimal;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.debezium.time.IsoDate;
import io.debezium.time.IsoTime;
import io.debezium.time.StructuredTime;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;
import org.postgresql.core.Oid;

class ExactScalarsTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/Sao_Paulo", "Asia/Manila"})
  void readsADateOfTheSnapshotAsTheDriverMeantIt(String zone) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      for (LocalDate day :
          new LocalDate[] {
            LocalDate.of(-43, 3, 15),
            LocalDate.of(-4, 2, 29),
            LocalDate.of(0, 12, 31),
            LocalDate.of(1, 1, 1),
            LocalDate.of(1582, 10, 4),
            LocalDate.of(1582, 10, 15),
            LocalDate.of(2018, 11, 4),
            LocalDate.of(5_874_897, 12, 31)
          }) {
        assertThat(converted(Oid.DATE, Schema.INT32_SCHEMA, driversDate(day))).isEqualTo(day);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** It sets a calendar's fields to what PostgreSQL's text says. */
  private static Date driversDate(LocalDate day) {
    boolean beforeChrist = day.getYear() < 1;
    GregorianCalendar calendar = new GregorianCalendar();
    calendar.clear();
    calendar.set(Calendar.ERA, beforeChrist ? GregorianCalendar.BC : GregorianCalendar.AD);
    calendar.set(Calendar.YEAR, beforeChrist ? 1 - day.getYear() : day.getYear());
    calendar.set(Calendar.MONTH, day.getMonthValue() - 1);
    calendar.set(Calendar.DAY_OF_MONTH, day.getDayOfMonth());
    return new Date(calendar.getTimeInMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "1582-10-10, 1582-10-10",
    "0044-03-15 BC, -0043-03-15",
    "5874897-12-31, +5874897-12-31"
  })
  void readsADateOfTheSnapshotByItsText(String text, LocalDate day) {
    assertThat(converted(Oid.DATE, Schema.INT32_SCHEMA, text)).isEqualTo(day);
  }

  @Test
  void leavesInfiniteDatesToDebeziumWhereItHasNumbersForThem() {
    Date infinity = new Date(PGStatement.DATE_POSITIVE_INFINITY);

    assertThat(converted(Oid.DATE, Schema.INT32_SCHEMA, infinity)).isSameAs(infinity);
    assertThat(converted(Oid.DATE, IsoDate.schema(), infinity)).isEqualTo("infinity");
    assertThat(converted(Oid.DATE, IsoDate.schema(), "infinity")).isEqualTo("infinity");
    assertThat(converted(Oid.DATE, IsoDate.schema(), "-infinity")).isEqualTo("-infinity");
  }

  @Test
  void tellsTheEndOfTheDayFromItsBeginning() {
    assertThat(converted(Oid.TIME, IsoTime.schema(), "24:00:00")).isEqualTo("24:00:00Z");
    assertThat(converted(Oid.TIME, IsoTime.schema(), "00:00:00")).isEqualTo("00:00:00");
    assertThat(converted(Oid.TIME, StructuredTime.schema(), "24:00:00"))
        .isInstanceOfSatisfying(
            Struct.class, time -> assertThat(time.getInt8("hour")).isEqualTo((byte) 24));
  }

  @Test
  void keepsZerosAtTheEndOfANumber() {
    Object told =
        converted(
            Oid.NUMERIC,
            VariableScaleDecimal.schema(),
            new SpecialValueDecimal(new BigDecimal("1.50")));

    assertThat(VariableScaleDecimal.toLogical((Struct) told).getDecimalValue())
        .contains(new BigDecimal("1.50"));
  }

  /** What is made of a value, with a Debezium that would pass it on. */
  private static Object converted(int type, Schema schema, Object value) {
    Column column = Column.editor().name("c").nativeType(type).create();
    return ExactScalars.over(ValueConverter.passthrough(), column, schema).convert(value);
  }
}
