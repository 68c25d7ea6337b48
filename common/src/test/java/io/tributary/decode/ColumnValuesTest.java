package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of columns whose types the table's description tells. */
class ColumnValuesTest {

  private static final TableId T = new TableId("public", "t");
  private static final ColumnType TIMESTAMP_3 = new ColumnType(Kind.TIMESTAMP, 3, 0, null);
  private static final ColumnType TIME_3 = new ColumnType(Kind.TIME, 3, 0, null);
  private static final ColumnType BIT_10 = new ColumnType(Kind.BITS, 10, 0, null);
  private static final ColumnType BIT_1 = new ColumnType(Kind.BITS, 1, 0, null);

  static ChangeEventDecoder decoder(ColumnType type) {
    return decoder(type, WireFormat.DEFAULT);
  }

  static ChangeEventDecoder decoder(ColumnType type, WireFormat format) {
    RowSchema columns =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)),
            new RowSchema.Column("v", type));
    return ChangeEventDecoder.of(
        Map.of(T, new TableDescription(T, columns, List.of("id"), false)), format);
  }

  static Stream<Arguments> exactValues() {
    return Stream.of(
            Stream.of(
                arguments(of(Kind.BOOLEAN), "true", true),
                arguments(of(Kind.SMALLINT), "-32768", -32768),
                arguments(of(Kind.INTEGER), "2147483647", Integer.MAX_VALUE),
                arguments(of(Kind.BIGINT), "9007199254740993", 9_007_199_254_740_993L),
                arguments(of(Kind.BIGINT), "-9223372036854775808", Long.MIN_VALUE),
                arguments(of(Kind.REAL), "1.1", 1.1f),
                arguments(of(Kind.REAL), "\"NaN\"", Float.NaN),
                arguments(of(Kind.DOUBLE), "-0.0", -0.0d),
                arguments(of(Kind.DOUBLE), "4.9E-324", Double.MIN_VALUE),
                arguments(of(Kind.DOUBLE), "\"-Infinity\"", Double.NEGATIVE_INFINITY)),
            numericValues(),
            textValues(),
            timeValues(),
            compoundValues())
        .flatMap(values -> values);
  }

  private static Stream<Arguments> numericValues() {
    BigDecimal long38 = new BigDecimal("12345678901234567890.123456789012345678");
    return Stream.of(
        arguments(ColumnType.numeric(38, 18), "\"" + long38 + "\"", long38),
        arguments(of(Kind.NUMERIC), "\"0.00\"", new BigDecimal("0.00")),
        arguments(of(Kind.NUMERIC), "\"1E+3\"", new BigDecimal("1000")),
        arguments(of(Kind.NUMERIC), "\"NAN\"", Double.NaN),
        arguments(of(Kind.NUMERIC), "\"POSITIVE_INFINITY\"", Double.POSITIVE_INFINITY),
        arguments(of(Kind.NUMERIC), "\"NEGATIVE_INFINITY\"", Double.NEGATIVE_INFINITY));
  }

  private static Stream<Arguments> textValues() {
    String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    return Stream.of(
        arguments(of(Kind.TEXT), "\"é\\u0000\\n\\\"\"", "é\u0000\n\""),
        arguments(of(Kind.TEXT), "\"\"", ""),
        arguments(of(Kind.TEXT), "\"\\ud83d\\ude00\"", "\ud83d\ude00"),
        arguments(of(Kind.JSON), "\"{\\\"a\\\": 1}\"", "{\"a\": 1}"),
        arguments(of(Kind.UUID), "\"" + uuid + "\"", uuid),
        arguments(of(Kind.BYTES), "\"AP8=\"", Bytes.copyOf(new byte[] {0, -1})),
        arguments(of(Kind.BYTES), "\"\"", Bytes.copyOf(new byte[0])),
        arguments(BIT_1, "true", "1"),
        arguments(BIT_10, "\"BQI=\"", "1000000101"),
        arguments(BIT_10, "\"BQ==\"", "0000000101"),
        arguments(BIT_10, "\"\"", "0000000000"),
        arguments(of(Kind.INTERVAL), "\"P0Y0M1DT2H0M0S\"", "P1DT2H"),
        arguments(of(Kind.INTERVAL), "\"P-1Y2M0DT0H0M-6.50S\"", "P-1Y2MT-6.5S"),
        arguments(of(Kind.INTERVAL), "\"P0Y0M0DT0H0M0S\"", "PT0S"),
        arguments(of(Kind.INTERVAL), "\"P0Y0M0DT0H0M6.788999999S\"", "PT6.789S"));
  }

  private static Stream<Arguments> timeValues() {
    LocalDateTime micros = LocalDateTime.parse("2026-02-28T12:00:00.123456");
    return Stream.of(
        arguments(of(Kind.DATE), "20512", LocalDate.parse("2026-02-28")),
        arguments(of(Kind.DATE), "\"2026-02-28Z\"", LocalDate.parse("2026-02-28")),
        arguments(of(Kind.DATE), "-735160", LocalDate.parse("-0043-03-15")),
        arguments(of(Kind.DATE), "2932896", LocalDate.parse("9999-12-31")),
        arguments(of(Kind.TIME), "86400000000", 86_400_000_000L),
        arguments(TIME_3, "45296500", 45_296_500_000L),
        arguments(of(Kind.TIME), "\"12:34:56.5Z\"", 45_296_500_000L),
        arguments(of(Kind.TIME), "\"24:00:00Z\"", 86_400_000_000L),
        arguments(of(Kind.TIMESTAMP), "1772280000123456", micros),
        arguments(of(Kind.TIMESTAMP), "\"2026-02-28T12:00:00.123456Z\"", micros),
        arguments(TIMESTAMP_3, "-1", LocalDateTime.parse("1969-12-31T23:59:59.999")),
        arguments(of(Kind.TIMESTAMP), "9223372036825200000", LocalDateTime.MAX),
        arguments(of(Kind.TIMESTAMP), "-9223372036832400000", LocalDateTime.MIN),
        arguments(of(Kind.TIMESTAMP), "9223372036854775807", LocalDateTime.MAX),
        arguments(of(Kind.TIMESTAMP), "-9223372036854775808", LocalDateTime.MIN),
        arguments(
            of(Kind.TIMESTAMPTZ),
            "\"2026-02-28T12:00:00.123456Z\"",
            Instant.parse("2026-02-28T12:00:00.123456Z")),
        arguments(
            of(Kind.TIMESTAMPTZ),
            "\"-0043-03-15T00:00:00Z\"",
            Instant.parse("-0043-03-15T00:00:00Z")),
        arguments(
            of(Kind.TIMESTAMPTZ),
            "\"+10000-01-01T00:00:00+02:00\"",
            Instant.parse("9999-12-31T22:00:00Z")),
        arguments(of(Kind.TIMESTAMPTZ), "\"infinity\"", Instant.MAX),
        arguments(of(Kind.TIMESTAMPTZ), "\"-infinity\"", Instant.MIN));
  }

  private static Stream<Arguments> compoundValues() {
    ColumnType texts = ColumnType.arrayOf(of(Kind.TEXT));
    return Stream.of(
        arguments(texts, "[\"a\",null,\"\"]", Arrays.asList("a", null, "")),
        arguments(texts, "[]", List.of()),
        arguments(
            ColumnType.arrayOf(ColumnType.numeric(10, 2)),
            "[\"1.50\",\"NAN\"]",
            List.of(new BigDecimal("1.50"), Double.NaN)),
        arguments(
            ColumnType.arrayOf(of(Kind.DATE)), "[20512]", List.of(LocalDate.parse("2026-02-28"))),
        arguments(of(Kind.HSTORE), "{\"a\":\"1\",\"b\":\"x\"}", Map.of("a", "1", "b", "x")),
        arguments(of(Kind.HSTORE), "\"{\\\"a\\\":\\\"1\\\"}\"", Map.of("a", "1")));
  }

  private static ColumnType of(Kind kind) {
    return ColumnType.of(kind);
  }

  @ParameterizedTest
  @MethodSource
  void exactValues(ColumnType type, String wire, Object expected) {
    assertThat(value(type, wire)).isEqualTo(expected);
  }

  private static Object value(ColumnType type, String wire) {
    return Wire.value(wire).decodedBy(decoder(type)).after().value("v");
  }

  static Stream<Arguments> impossibleValues() {
    return Stream.of(
        arguments(of(Kind.BOOLEAN), "1", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.SMALLINT), "32768", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.INTEGER), "2147483648", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.INTEGER), "1.0", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.INTEGER), "\"one\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.BIGINT), "9223372036854775808", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.REAL), "1e39", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.DOUBLE), "1e400", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.DOUBLE), "1e95363694653799", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.INTEGER), "\"1\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.INTEGER), "true", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.BIGINT), "\"1\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.REAL), "1", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.DOUBLE), "1", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.DOUBLE), "123456789012345678901", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "1", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "false", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "\"\\ud83d\"", DecodeError.MALFORMED_JSON),
        arguments(of(Kind.TEXT), "\"\\ud83d\\ud83d\"", DecodeError.MALFORMED_JSON),
        arguments(of(Kind.TEXT), "\"a\\ude00\"", DecodeError.MALFORMED_JSON),
        arguments(of(Kind.TEXT), "{\"x\":1.5}", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TEXT), "[1.5]", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.arrayOf(of(Kind.TEXT)), "[1]", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.arrayOf(of(Kind.DOUBLE)), "[1]", DecodeError.TYPE_MISMATCH),
        arguments(BIT_1, "\"AQ==\"", DecodeError.TYPE_MISMATCH),
        arguments(BIT_10, "true", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "\"Ad==\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "\"\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "12.5", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "12", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.numeric(10, 2), "12.5", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "{\"scale\":3,\"value\":\"AeI=\"}", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.NUMERIC), "\"1e200000\"", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.UUID), "\"a0eebc99\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.BYTES), "\"*\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.DATE), "-2440589", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.DATE), "2145042906", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.TIME), "86400000001", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.TIME), "-1", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.TIMESTAMP), "-210866803200000001", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.TIMESTAMPTZ), "1772280000123", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.TIMESTAMPTZ), "\"2026-02-28T12:00:00\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.INTERVAL), "\"1 day\"", DecodeError.TYPE_MISMATCH),
        arguments(BIT_10, "\"AAQ=\"", DecodeError.VALUE_OUT_OF_RANGE),
        arguments(of(Kind.JSON), "{\"a\":1}", DecodeError.TYPE_MISMATCH),
        arguments(ColumnType.arrayOf(of(Kind.TEXT)), "\"{a}\"", DecodeError.TYPE_MISMATCH),
        arguments(of(Kind.HSTORE), "{\"a\":1}", DecodeError.TYPE_MISMATCH));
  }

  @ParameterizedTest
  @MethodSource
  void impossibleValues(ColumnType type, String wire, DecodeError expected) {
    assertThat(Wire.value(wire).rejectedBy(decoder(type))).isEqualTo(expected);
  }

  @Test
  void losesAnArrayThatOnlyNullsAreLeftOf() {
    ColumnType texts = ColumnType.arrayOf(of(Kind.TEXT));

    var image = Wire.value("[null,null]").decodedBy(decoder(texts)).after();

    assertThat(image.isLost(1)).isTrue();
    assertThat(image.unavailableColumns()).containsExactly("v");
  }

  @Test
  void losesABitStringOfUnknownLength() {
    var image = Wire.value("\"BQ==\"").decodedBy(decoder(of(Kind.BITS))).after();

    assertThat(image.isLost(1)).isTrue();
  }
}
