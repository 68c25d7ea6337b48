package io.tributary.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "boolean; BOOLEAN; 0; 0",
        "smallint; SMALLINT; 0; 0",
        "int8; BIGINT; 0; 0",
        "double precision; DOUBLE; 0; 0",
        "numeric; NUMERIC; 0; 0",
        "numeric(12,2); NUMERIC; 12; 2",
        "numeric(5); NUMERIC; 5; 0",
        "numeric(3,-2); NUMERIC; 3; -2",
        "money; NUMERIC; 0; 0",
        "character varying(200); TEXT; 0; 0",
        "character(5); TEXT; 5; 0",
        "bpchar; TEXT; 1; 0",
        "mood; TEXT; 0; 0",
        "int4range; TEXT; 0; 0",
        "jsonb; JSON; 0; 0",
        "uuid; UUID; 0; 0",
        "bytea; BYTES; 0; 0",
        "bit(8); BITS; 8; 0",
        "bit; BITS; 1; 0",
        "bit varying(8); BITS; 0; 0",
        "time without time zone; TIME; 6; 0",
        "time with time zone; TEXT; 0; 0",
        "timestamp(3) without time zone; TIMESTAMP; 3; 0",
        "timestamp(0) with time zone; TIMESTAMPTZ; 0; 0",
        "timestamptz; TIMESTAMPTZ; 6; 0",
        "public.hstore; HSTORE; 0; 0"
      })
  void knowsTheTypeOf(String name, Kind kind, int precision, int scale) {
    assertThat(PostgresType.parse(name)).isEqualTo(new ColumnType(kind, precision, scale, null));
  }

  @Test
  void knowsWhatTheConnectorPassesOnAsBytesOrTakesApart() {
    assertThat(List.of("opaque", "opaque[]", "pg_lsn", "pg_catalog.tsquery", "int4multirange[]"))
        .allMatch(PostgresType::isOpaque)
        .noneMatch(PostgresType::isStructured);
    assertThat(
            List.of(
                "point",
                "public.geometry(Point,4326)",
                "vector(3)",
                "box[]",
                "timetz",
                "time(3) with time zone[]"))
        .allMatch(PostgresType::isStructured)
        .noneMatch(PostgresType::isOpaque);
    assertThat(
            List.of(
                "text",
                "public.mood",
                "numeric(5,2)",
                "time(3) without time zone",
                "timestamp with time zone"))
        .noneMatch(PostgresType::isStructured)
        .noneMatch(PostgresType::isOpaque);
  }

  @Test
  void knowsTheArraysThatHaveNoPlaceholder() {
    assertThat(List.of("mood[]", "numeric(5,2)[]", "smallint[]", "real[]", "public.citext[][]"))
        .allMatch(PostgresType::isWithoutPlaceholder);
    assertThat(List.of("mood", "text[]", "character varying(5)[]", "int4[]", "jsonb[]", "uuid[]"))
        .noneMatch(PostgresType::isWithoutPlaceholder);
  }

  @Test
  void knowsArraysOfAnyDimension() {
    assertThat(PostgresType.parse("text[]"))
        .isEqualTo(ColumnType.arrayOf(ColumnType.of(Kind.TEXT)));
    assertThat(PostgresType.parse("numeric(5,1)[][]"))
        .isEqualTo(ColumnType.arrayOf(ColumnType.numeric(5, 1)));
    assertThat(PostgresType.parse("timestamp(3) without time zone[]").element())
        .isEqualTo(new ColumnType(Kind.TIMESTAMP, 3, 0, null));
  }
}
