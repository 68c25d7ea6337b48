package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.decode.wire.DecodeError;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that may be older than what describes them, and types that have a form of their own. */
class OlderRowsTest {

  private static final TableId T = new TableId("public", "t");

  private static TableDescription table(ColumnType type) {
    RowSchema columns =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)),
            new RowSchema.Column("v", type));
    return new TableDescription(T, columns, List.of("id"), false);
  }

  private static ChangeEventDecoder decoder(TableDescription table) {
    return ChangeEventDecoder.of(Map.of(T, table));
  }

  static Stream<Arguments> convertedValues() {
    return Stream.of(
        arguments(of(Kind.TEXT), "12", "12"),
        arguments(of(Kind.TEXT), "true", "true"),
        arguments(of(Kind.TEXT), "1.50", "1.50"),
        arguments(of(Kind.TEXT), "-0.00012", "-0.00012"),
        arguments(of(Kind.INTEGER), "\"12\"", 12),
        arguments(of(Kind.BIGINT), "\"-1\"", -1L),
        arguments(of(Kind.DOUBLE), "12", 12.0),
        arguments(of(Kind.REAL), "12", 12.0f),
        arguments(of(Kind.NUMERIC), "12", new BigDecimal("12")),
        arguments(ColumnType.numeric(10, 2), "12.5", new BigDecimal("12.50")),
        arguments(of(Kind.NUMERIC), "{\"scale\":3,\"value\":\"AeI=\"}", new BigDecimal("0.482")),
        arguments(ColumnType.arrayOf(of(Kind.TEXT)), "[1,null]", Arrays.asList("1", null)));
  }

  @ParameterizedTest
  @MethodSource
  void convertedValues(ColumnType type, String wire, Object expected) {
    ChangeEventDecoder older = decoder(table(type).forOlderRows());

    assertThat(Wire.value(wire).decodedBy(older).after().value("v")).isEqualTo(expected);
    assertThat(Wire.value(wire).rejectedBy(decoder(table(type))))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  static Stream<Arguments> inexactValues() {
    return Stream.of(
        arguments(of(Kind.TEXT), "1e999999999", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "2.0", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "1.0E20", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "1.2E-5", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "[1,2]", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "{\"a\":\"1\"}", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.INTEGER), "\"one\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.INTEGER), "1.0", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "12.5", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.numeric(16, 2), "12.5", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.numeric(10, 2), "12.501", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.BOOLEAN), "\"t\"", DecodeError.TYPE_MISMATCH));
  }

  @ParameterizedTest
  @MethodSource
  void inexactValues(ColumnType type, String wire, DecodeError expected) {
    assertThat(Wire.value(wire).rejectedBy(decoder(table(type).forOlderRows())))
        .isEqualTo(expected);
  }

  @Test
  void readsWhatTheConnectorTakesApartAsJson() {
    TableDescription plain = table(of(Kind.TEXT));
    ChangeEventDecoder decoder =
        decoder(
            new TableDescription(
                T, plain.columns(), plain.key(), false, Set.of(), Set.of("v"), Set.of(), false));

    assertThat(Wire.value("{\"x\":1.5}").decodedBy(decoder).after().value("v"))
        .isEqualTo("{\"x\":1.5}");
    assertThat(Wire.value("\"(1,2)\"").decodedBy(decoder).after().value("v")).isEqualTo("(1,2)");
    assertThat(Wire.value("true").rejectedBy(decoder)).isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  private static ColumnType of(Kind kind) {
    return ColumnType.of(kind);
  }
}
