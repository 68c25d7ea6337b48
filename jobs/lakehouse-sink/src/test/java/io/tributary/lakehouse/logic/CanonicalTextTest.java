package io.tributary.lakehouse.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {

  @Test
  void writesNumbersPlainly() {
    assertThat(text(Kind.BIGINT, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(text(Kind.NUMERIC, new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(text(Kind.NUMERIC, new BigDecimal("1.50"))).isEqualTo("1.50");
    assertThat(text(Kind.NUMERIC, Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void writesTimesWithSecondsAndWithoutIdleZeros() {
    assertThat(text(Kind.TIME, 0L)).isEqualTo("00:00:00");
    assertThat(text(Kind.TIME, 45_296_500_000L)).isEqualTo("12:34:56.5");
    assertThat(text(Kind.TIME, 86_400_000_000L)).isEqualTo("24:00:00");
    assertThat(text(Kind.TIMESTAMP, LocalDateTime.parse("2026-02-28T12:34:56.000001")))
        .isEqualTo("2026-02-28T12:34:56.000001");
    assertThat(text(Kind.TIMESTAMPTZ, Instant.parse("2026-02-28T12:00:00Z")))
        .isEqualTo("2026-02-28T12:00:00Z");
  }

  @Test
  void signsYearsBeforeOneAndAfter9999() {
    assertThat(text(Kind.DATE, LocalDate.parse("-0043-03-15"))).isEqualTo("-0043-03-15");
    assertThat(text(Kind.TIMESTAMPTZ, Instant.parse("+10000-01-01T00:00:00Z")))
        .isEqualTo("+10000-01-01T00:00:00Z");
  }

  @Test
  void writesInfinityAsPostgresDoes() {
    assertThat(text(Kind.DATE, LocalDate.MAX)).isEqualTo("infinity");
    assertThat(text(Kind.TIMESTAMP, LocalDateTime.MIN)).isEqualTo("-infinity");
    assertThat(text(Kind.TIMESTAMPTZ, Instant.MAX)).isEqualTo("infinity");
  }

  @Test
  void writesBytesInBase64() {
    assertThat(text(Kind.BYTES, Bytes.copyOf(new byte[] {0, -1}))).isEqualTo("AP8=");
  }

  @Test
  void writesArraysAsJson() {
    assertThat(array(Kind.TEXT, Arrays.asList("a\"b", null))).isEqualTo("[\"a\\\"b\",null]");
    assertThat(array(Kind.INTEGER, List.of(1, 2))).isEqualTo("[1,2]");
    assertThat(array(Kind.BIGINT, List.of(1L))).isEqualTo("[\"1\"]");
    assertThat(array(Kind.DOUBLE, List.of(0.5, Double.NaN))).isEqualTo("[0.5,\"NaN\"]");
    assertThat(array(Kind.BOOLEAN, List.of(true))).isEqualTo("[true]");
  }

  @Test
  void writesHstoreAsAJsonObject() {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("a", "1");
    map.put("b", null);

    assertThat(text(Kind.HSTORE, map)).isEqualTo("{\"a\":\"1\",\"b\":null}");
  }

  private static String array(Kind element, List<?> values) {
    return CanonicalText.of(ColumnType.arrayOf(ColumnType.of(element)), values);
  }

  private static String text(Kind kind, Object value) {
    return CanonicalText.of(ColumnType.of(kind), value);
  }
}
