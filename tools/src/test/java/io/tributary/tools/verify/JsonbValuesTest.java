package io.tributary.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The left-hand sides are what PostgreSQL 14 writes. */
class JsonbValuesTest {

  @ParameterizedTest
  @CsvSource({
    "DATE, 0044-03-15 BC, -0043-03-15",
    "DATE, 0001-12-31 BC, 0000-12-31",
    "DATE, 20260-03-15, +20260-03-15",
    "DATE, 5874897-12-31, +5874897-12-31",
    "DATE, -infinity, -infinity",
    "TIMESTAMP, 0044-03-15T12:00:00 BC, -0043-03-15T12:00:00",
    "TIMESTAMP, 2026-01-01T00:00:00.1, 2026-01-01T00:00:00.1",
    "TIMESTAMPTZ, 0044-03-15T12:00:00+00:00 BC, -0043-03-15T12:00:00Z",
    "TIMESTAMPTZ, 294276-12-31T23:59:59+00:00, +294276-12-31T23:59:59Z",
    "NUMERIC, '-$1,234.50', -1234.50",
    "NUMERIC, NaN, NaN",
  })
  void readsWhatHasAFormOfItsOwn(Kind kind, String written, String canonical)
      throws JsonProcessingException {
    assertThat(text("\"" + written + "\"", ColumnType.of(kind))).isEqualTo(canonical);
  }

  @Test
  void readsArraysOfMoreThanOneDimension() throws JsonProcessingException {
    ColumnType numbers = ColumnType.arrayOf(ColumnType.of(Kind.NUMERIC));

    assertThat(text("[1.50,null]", numbers)).isEqualTo("[\"1.50\",null]");
    assertThat(text("[[1],[2]]", numbers)).contains("1", "2");
  }

  private static String text(String json, ColumnType type) throws JsonProcessingException {
    return String.valueOf(JsonbValues.text(JsonbValues.JSON.readTree(json), type));
  }
}
