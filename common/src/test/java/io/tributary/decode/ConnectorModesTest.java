package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.TimePrecision;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mode of the connector: a value is exact, known to be lost, or its record is rejected. */
class ConnectorModesTest {

  private static final Bytes BYTES = Bytes.copyOf(new byte[] {0, -1, -5});
  private static final ColumnType MONEY = ColumnType.of(Kind.NUMERIC);
  private static final ColumnType LONG = ColumnType.numeric(38, 18);
  private static final ColumnType SHORT = ColumnType.numeric(15, 2);
  private static final String ID = "{\"type\":\"int32\",\"field\":\"id\"}";

  private static RowImage image(ColumnType type, String wire, WireFormat format) {
    return Wire.value(wire).decodedBy(ColumnValuesTest.decoder(type, format)).after();
  }

  private static Object value(ColumnType type, String wire, WireFormat format) {
    return image(type, wire, format).value("v");
  }

  private static DecodeError rejection(ColumnType type, String wire, WireFormat format) {
    return Wire.value(wire).rejectedBy(ColumnValuesTest.decoder(type, format));
  }

  static Stream<Arguments> decimals() {
    BigDecimal long38 = new BigDecimal("12345678901234567890.123456789012345678");
    return Stream.of(
        arguments(DecimalMode.STRING, LONG, "\"" + long38 + "\"", long38),
        arguments(DecimalMode.STRING, MONEY, "\"12.50\"", new BigDecimal("12.50")),
        arguments(DecimalMode.STRING, MONEY, "\"1234\"", new BigDecimal("1234")),
        arguments(DecimalMode.PRECISE, SHORT, "\"BNI=\"", new BigDecimal("12.34")),
        arguments(DecimalMode.PRECISE, SHORT, "\"1234\"", new BigDecimal("-26588.24")),
        arguments(DecimalMode.PRECISE, SHORT, "\"\"", new BigDecimal("0.00")),
        arguments(
            DecimalMode.PRECISE,
            MONEY,
            "{\"scale\":3,\"value\":\"AeI=\"}",
            new BigDecimal("0.482")),
        arguments(DecimalMode.PRECISE_AS_NUMBER, LONG, long38.toString(), long38),
        arguments(DecimalMode.PRECISE_AS_NUMBER, SHORT, "12.50", new BigDecimal("12.50")),
        arguments(DecimalMode.DOUBLE, SHORT, "12.5", new BigDecimal("12.50")),
        arguments(
            DecimalMode.DOUBLE, SHORT, "9.99999999999999E12", new BigDecimal("9999999999999.99")),
        arguments(DecimalMode.DOUBLE, SHORT, "0.1", new BigDecimal("0.10")),
        arguments(DecimalMode.DOUBLE, LONG, "\"NaN\"", Double.NaN));
  }

  @ParameterizedTest
  @MethodSource
  void decimals(DecimalMode mode, ColumnType type, String wire, Object expected) {
    assertThat(value(type, wire, WireFormat.DEFAULT.withDecimals(mode))).isEqualTo(expected);
  }

  @Test
  void losesDecimalsThatADoubleCannotHold() {
    WireFormat doubles = WireFormat.DEFAULT.withDecimals(DecimalMode.DOUBLE);

    assertThat(image(LONG, "0.1", doubles).isLost(1)).isTrue();
    assertThat(image(MONEY, "0.1", doubles).isLost(1)).isTrue();
    assertThat(image(ColumnType.arrayOf(LONG), "[0.1]", doubles).isLost(1)).isTrue();
    assertThat(value(ColumnType.arrayOf(SHORT), "[0.1]", doubles))
        .isEqualTo(List.of(new BigDecimal("0.10")));
  }

  @Test
  void knowsADoubleBySchemaWhereTheTableHasADecimal() {
    String field = "{\"type\":\"double\",\"field\":\"v\"}";

    RowImage exact =
        Wire.value("12.5").schema(ID, field).decodedBy(ColumnValuesTest.decoder(SHORT)).after();
    RowImage lost =
        Wire.value("12.5").schema(ID, field).decodedBy(ColumnValuesTest.decoder(LONG)).after();

    assertThat(exact.value("v")).isEqualTo(new BigDecimal("12.50"));
    assertThat(lost.isLost(1)).isTrue();
  }

  @Test
  void rejectsAnUnscaledDecimalOfUnknownScale() {
    WireFormat precise = WireFormat.DEFAULT.withDecimals(DecimalMode.PRECISE);

    assertThat(rejection(MONEY, "\"BNI=\"", precise)).isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({"BYTES, AP/7", "BASE64, AP/7", "BASE64_URL_SAFE, AP_7", "HEX, 00fffb"})
  void readsBytesInEveryMode(BinaryMode mode, String wire) {
    ColumnType bytes = ColumnType.of(Kind.BYTES);
    WireFormat format = WireFormat.DEFAULT.withBinary(mode);
    String text = "{\"type\":\"string\",\"field\":\"v\"}";
    Wire inText = Wire.value("\"" + wire + "\"").schema(ID, text);
    ChangeEventDecoder decoder = ColumnValuesTest.decoder(bytes, format);

    assertThat(value(bytes, "\"" + wire + "\"", format)).isEqualTo(BYTES);
    assertThat(value(ColumnType.arrayOf(bytes), "[\"" + wire + "\"]", format))
        .isEqualTo(List.of(BYTES));
    if (mode == BinaryMode.BYTES) {
      assertThat(inText.rejectedBy(decoder)).isEqualTo(DecodeError.TYPE_MISMATCH);
    } else {
      assertThat(inText.decodedBy(decoder).after().value("v")).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({"BASE64_URL_SAFE, AP/7", "HEX, 00f", "HEX, AP_7", "BYTES, AP_7"})
  void rejectsBytesOfAnotherMode(BinaryMode mode, String wire) {
    WireFormat format = WireFormat.DEFAULT.withBinary(mode);

    assertThat(rejection(ColumnType.of(Kind.BYTES), "\"" + wire + "\"", format))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  @ParameterizedTest
  @EnumSource(BinaryMode.class)
  void readsTheBytesOfASchemaAsBase64InAnyMode(BinaryMode mode) {
    ColumnType bytes = ColumnType.of(Kind.BYTES);
    ChangeEventDecoder decoder =
        ColumnValuesTest.decoder(bytes, WireFormat.DEFAULT.withBinary(mode));

    assertThat(
            Wire.value("\"AP/7\"")
                .schema(ID, "{\"type\":\"bytes\",\"field\":\"v\"}")
                .decodedBy(decoder)
                .after()
                .value("v"))
        .isEqualTo(BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "ADAPTIVE, 3, 1772280000123",
    "ADAPTIVE, 6, 1772280000123000",
    "ADAPTIVE_TIME_MICROSECONDS, 3, 1772280000123",
    "MICROSECONDS, 3, 1772280000123000",
    "NANOSECONDS, 6, 1772280000123000000",
    "CONNECT, 3, 1772280000123"
  })
  void readsTimestampsInEveryUnit(TimePrecision times, int digits, String wire) {
    ColumnType type = new ColumnType(Kind.TIMESTAMP, digits, 0, null);

    assertThat(value(type, wire, WireFormat.DEFAULT.withTimes(times)))
        .isEqualTo(LocalDateTime.parse("2026-02-28T12:00:00.123"));
  }

  @ParameterizedTest
  @CsvSource({
    "ADAPTIVE, 3, 43200000",
    "ADAPTIVE, 6, 43200000000",
    "ADAPTIVE_TIME_MICROSECONDS, 0, 43200000000",
    "MICROSECONDS, 0, 43200000000",
    "NANOSECONDS, 6, 43200000000000",
    "CONNECT, 0, 43200000"
  })
  void readsTimesOfTheDayInEveryUnit(TimePrecision times, int digits, String wire) {
    ColumnType type = new ColumnType(Kind.TIME, digits, 0, null);

    assertThat(value(type, wire, WireFormat.DEFAULT.withTimes(times))).isEqualTo(43_200_000_000L);
  }

  @ParameterizedTest
  @EnumSource(TimePrecision.class)
  void readsTextAndStructsWhateverTheUnit(TimePrecision times) {
    WireFormat format = WireFormat.DEFAULT.withTimes(times);
    ColumnType type = ColumnType.of(Kind.TIMESTAMP);
    LocalDateTime noon = LocalDateTime.parse("2026-02-28T12:00:00.123456");

    assertThat(value(type, "\"2026-02-28T12:00:00.123456Z\"", format)).isEqualTo(noon);
    assertThat(
            value(
                type,
                "{\"year\":2026,\"month\":2,\"day\":28,\"hour\":12,\"nanos\":123456000}",
                format))
        .isEqualTo(noon);
  }

  @Test
  void losesTimesThatMillisecondsCut() {
    WireFormat connect = WireFormat.DEFAULT.withTimes(TimePrecision.CONNECT);
    String field =
        "{\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\",\"field\":\"v\"}";
    ColumnType micros = ColumnType.of(Kind.TIMESTAMP);

    assertThat(image(micros, "1772280000123", connect).isLost(1)).isTrue();
    assertThat(image(ColumnType.of(Kind.TIME), "43200000", connect).isLost(1)).isTrue();
    assertThat(
            Wire.value("1772280000123")
                .schema(ID, field)
                .decodedBy(ColumnValuesTest.decoder(micros))
                .after()
                .isLost(1))
        .isTrue();
  }

  @Test
  void losesAnIntervalThatIsANumber() {
    ColumnType interval = ColumnType.of(Kind.INTERVAL);
    String field =
        "{\"type\":\"int64\",\"name\":\"io.debezium.time.MicroDuration\",\"field\":\"v\"}";

    assertThat(image(interval, "2629800000000", WireFormat.DEFAULT).isLost(1)).isTrue();
    assertThat(
            Wire.value("2629800000000")
                .schema(ID, field)
                .decodedBy(ColumnValuesTest.decoder(interval))
                .after()
                .isLost(1))
        .isTrue();
    assertThat(rejection(interval, "1.5", WireFormat.DEFAULT)).isEqualTo(DecodeError.TYPE_MISMATCH);
  }
}
