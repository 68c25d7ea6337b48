package io.tributary.lakehouse.logic;

import static io.tributary.lakehouse.logic.StoredValue.MISFIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredValueTest {

  @Test
  void keepsDatesAsDaysAndTimesAsMicroseconds() {
    assertThat(stored(Kind.DATE, LocalDate.parse("1970-01-02"))).isEqualTo(1);
    assertThat(stored(Kind.TIME, 45_296_500_001L)).isEqualTo(45_296_500_001L);
    assertThat(stored(Kind.TIMESTAMP, LocalDateTime.parse("1970-01-01T00:00:01.000001")))
        .isEqualTo(1_000_001L);
    assertThat(stored(Kind.TIMESTAMPTZ, Instant.parse("1969-12-31T23:59:59.999999Z")))
        .isEqualTo(-1L);
  }

  @Test
  void keepsYearsBeforeOneAndAfter9999() {
    assertThat(stored(Kind.DATE, LocalDate.parse("-0043-03-15"))).isEqualTo(-735_160);
    assertThat(stored(Kind.TIMESTAMP, LocalDateTime.parse("+10000-01-01T00:00:00")))
        .isEqualTo(253_402_300_800_000_000L);
  }

  @Test
  void hasNoPlaceForInfinityInTypedColumns() {
    assertThat(stored(Kind.DATE, LocalDate.MAX)).isSameAs(MISFIT);
    assertThat(stored(Kind.TIMESTAMP, LocalDateTime.MIN)).isSameAs(MISFIT);
    assertThat(stored(Kind.TIMESTAMPTZ, Instant.MAX)).isSameAs(MISFIT);
    assertThat(stored(ColumnType.numeric(10, 2), Double.NaN)).isSameAs(MISFIT);
  }

  @Test
  void hasNoPlaceForTheEndOfADayNorForTimesBeyondMicroseconds() {
    assertThat(stored(Kind.TIME, 86_400_000_000L)).isSameAs(MISFIT);
    assertThat(stored(Kind.TIMESTAMP, LocalDateTime.parse("+294276-12-31T23:59:59")))
        .isSameAs(MISFIT);
  }

  @Test
  void keepsDecimalsExactOrNotAtAll() {
    ColumnType money = ColumnType.numeric(5, 2);

    assertThat(stored(money, new BigDecimal("1.5"))).isEqualTo(new BigDecimal("1.50"));
    assertThat(stored(money, new BigDecimal("1.500"))).isEqualTo(new BigDecimal("1.50"));
    assertThat(stored(money, new BigDecimal("1.505"))).isSameAs(MISFIT);
    assertThat(stored(money, new BigDecimal("1000"))).isSameAs(MISFIT);
  }

  @Test
  void keepsUnconstrainedNumericsAsText() {
    ColumnType numeric = ColumnType.of(Kind.NUMERIC);

    assertThat(stored(numeric, new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(stored(numeric, Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(stored(ColumnType.numeric(39, 0), BigDecimal.TEN)).isEqualTo("10");
    assertThat(stored(ColumnType.numeric(2, 5), new BigDecimal("0.00012"))).isEqualTo("0.00012");
  }

  @Test
  void keepsArraysUnlessOneElementDoesNotFit() {
    ColumnType dates = ColumnType.arrayOf(ColumnType.of(Kind.DATE));

    assertThat(stored(dates, Arrays.asList(LocalDate.EPOCH, null)))
        .isEqualTo(Arrays.asList(0, null));
    assertThat(stored(dates, List.of(LocalDate.EPOCH, LocalDate.MAX))).isSameAs(MISFIT);
  }

  @Test
  void keepsBytesMapsAndTexts() {
    assertThat(stored(Kind.BYTES, Bytes.copyOf(new byte[] {1, 2})))
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(stored(Kind.HSTORE, Map.of("a", "b"))).isEqualTo(Map.of("a", "b"));
    assertThat(stored(Kind.JSON, "{\"a\": 1}")).isEqualTo("{\"a\": 1}");
    assertThat(stored(Kind.SMALLINT, 7)).isEqualTo(7);
  }

  @Test
  void followsAColumnThatWasWidened() {
    ColumnType bigint = ColumnType.of(Kind.BIGINT);
    ColumnType integer = ColumnType.of(Kind.INTEGER);

    assertThat(StoredTypes.widened(integer, bigint)).isEqualTo(bigint);
    assertThat(StoredValue.of(bigint, integer, 7)).isEqualTo(7L);
    assertThat(StoredTypes.widened(ColumnType.numeric(5, 2), ColumnType.numeric(9, 2)))
        .isEqualTo(ColumnType.numeric(9, 2));
  }

  @Test
  void hasNoPlaceForValuesOfATypeThatTheColumnCannotBecome() {
    ColumnType bigint = ColumnType.of(Kind.BIGINT);
    ColumnType text = ColumnType.of(Kind.TEXT);
    ColumnType time = ColumnType.of(Kind.TIME);

    assertThat(StoredTypes.widened(bigint, text)).isNull();
    assertThat(StoredValue.of(bigint, text, "x")).isSameAs(MISFIT);
    assertThat(StoredValue.of(bigint, time, 5L)).isSameAs(MISFIT);
    assertThat(StoredValue.of(time, bigint, 5L)).isSameAs(MISFIT);
    assertThat(StoredValue.of(text, bigint, 5L)).isEqualTo("5");
  }

  private static Object stored(Kind kind, Object value) {
    return stored(ColumnType.of(kind), value);
  }

  private static Object stored(ColumnType source, Object value) {
    return StoredValue.of(StoredTypes.of(source), source, value);
  }
}
