package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.decode.wire.DecodeError;
import io.tributary.event.Bytes;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.TableDescription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of columns whose types the record's own schema tells, of a table nobody described. */
class ConnectTypesTest {

  private static final String ID = "{\"type\":\"int32\",\"field\":\"id\"}";

  private final ChangeEventDecoder undescribed = ChangeEventDecoder.of(Map.of());

  static Stream<Arguments> types() {
    return Stream.of(scalars(), decimals(), times(), structuredTimes()).flatMap(values -> values);
  }

  private static Stream<Arguments> scalars() {
    String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    return Stream.of(
        arguments("int16", "", "5", Kind.SMALLINT, 5),
        arguments("int32", "", "5", Kind.INTEGER, 5),
        arguments("int64", "", "5", Kind.BIGINT, 5L),
        arguments("float", "", "0.1", Kind.REAL, 0.1f),
        arguments("double", "", "\"NaN\"", Kind.DOUBLE, Double.NaN),
        arguments("boolean", "", "false", Kind.BOOLEAN, false),
        arguments("string", "", "\"a\"", Kind.TEXT, "a"),
        arguments("string", "io.debezium.data.Enum", "\"sad\"", Kind.TEXT, "sad"),
        arguments("string", "io.debezium.data.Xml", "\"<a/>\"", Kind.TEXT, "<a/>"),
        arguments("string", "io.debezium.data.Json", "\"{}\"", Kind.JSON, "{}"),
        arguments("string", "io.debezium.data.Uuid", "\"" + uuid + "\"", Kind.UUID, uuid),
        arguments("bytes", "", "\"AQ==\"", Kind.BYTES, Bytes.copyOf(new byte[] {1})),
        arguments("map", "", "{\"a\":\"1\"}", Kind.HSTORE, Map.of("a", "1")),
        arguments(
            "struct",
            "io.debezium.data.geometry.Point",
            "{\"x\":1.0,\"y\":2.0}",
            Kind.TEXT,
            "{\"x\":1.0,\"y\":2.0}"));
  }

  private static Stream<Arguments> decimals() {
    return Stream.of(
        arguments(
            "bytes",
            "org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"},\"x\":\"",
            "\"BNI=\"",
            Kind.NUMERIC,
            new BigDecimal("12.34")),
        arguments(
            "struct",
            "io.debezium.data.VariableScaleDecimal",
            "{\"scale\":1,\"value\":\"ew==\"}",
            Kind.NUMERIC,
            new BigDecimal("12.3")),
        arguments(
            "bytes",
            "io.debezium.data.Bits\",\"parameters\":{\"length\":\"4\"},\"x\":\"",
            "\"BQ==\"",
            Kind.BITS,
            "0101"));
  }

  private static Stream<Arguments> times() {
    LocalDate date = LocalDate.parse("2026-02-28");
    LocalDateTime millis = LocalDateTime.parse("2026-02-28T12:00:00.123");
    long noon = 43_200_000_000L;
    return Stream.of(
        time("int32", "Date", "20512", Kind.DATE, date),
        time("string", "IsoDate", "\"2026-02-28Z\"", Kind.DATE, date),
        time("int32", "Time", "43200000", Kind.TIME, noon),
        time("int64", "MicroTime", "43200000000", Kind.TIME, noon),
        time("int64", "NanoTime", "43200000000000", Kind.TIME, noon),
        time("string", "IsoTime", "\"12:00:00Z\"", Kind.TIME, noon),
        time("int64", "Timestamp", "1772280000123", Kind.TIMESTAMP, millis),
        time("int64", "MicroTimestamp", "1772280000123000", Kind.TIMESTAMP, millis),
        time("int64", "NanoTimestamp", "1772280000123000000", Kind.TIMESTAMP, millis),
        time("string", "IsoTimestamp", "\"2026-02-28T12:00:00.123Z\"", Kind.TIMESTAMP, millis),
        time(
            "string",
            "ZonedTimestamp",
            "\"2026-02-28T12:00:00Z\"",
            Kind.TIMESTAMPTZ,
            Instant.parse("2026-02-28T12:00:00Z")),
        time("string", "ZonedTime", "\"12:00:00Z\"", Kind.TEXT, "12:00:00Z"),
        time("string", "Interval", "\"P1Y0M0DT0H0M0S\"", Kind.INTERVAL, "P1Y"),
        connectTime("int32", "Date", "20512", Kind.DATE, date),
        connectTime("int32", "Time", "43200000", Kind.TIME, noon),
        connectTime("int64", "Timestamp", "1772280000123", Kind.TIMESTAMP, millis));
  }

  private static Stream<Arguments> structuredTimes() {
    String day = "\"year\":2026,\"month\":2,\"day\":28";
    String clock = "\"hour\":12,\"minute\":0,\"second\":0,\"nanos\":123000000";
    String never = "{\"year\":null,\"specialValue\":\"POSITIVE_INFINITY\"}";
    return Stream.of(
        time("struct", "StructuredDate", "{" + day + "}", Kind.DATE, LocalDate.parse("2026-02-28")),
        time("struct", "StructuredDate", never, Kind.DATE, LocalDate.MAX),
        time("struct", "StructuredTime", "{" + clock + "}", Kind.TIME, 43_200_123_000L),
        time("struct", "StructuredTime", "{\"hour\":24}", Kind.TIME, 86_400_000_000L),
        time(
            "struct",
            "StructuredTimestamp",
            "{" + day + "," + clock + "}",
            Kind.TIMESTAMP,
            LocalDateTime.parse("2026-02-28T12:00:00.123")),
        time("struct", "StructuredTimestamp", never, Kind.TIMESTAMP, LocalDateTime.MAX),
        time(
            "struct",
            "StructuredZonedTimestamp",
            "{" + day + "," + clock + ",\"offsetSeconds\":3600}",
            Kind.TIMESTAMPTZ,
            Instant.parse("2026-02-28T11:00:00.123Z")),
        time(
            "struct",
            "StructuredZonedTime",
            "{" + clock + ",\"offsetSeconds\":7200}",
            Kind.TEXT,
            "12:00:00.123+02:00"),
        time("string", "IsoDate", "\"+5877611-06-21Z\"", Kind.DATE, LocalDate.MAX),
        time(
            "string",
            "IsoTimestamp",
            "\"+292278994-08-16T23:00:00Z\"",
            Kind.TIMESTAMP,
            LocalDateTime.MAX),
        time("struct", "StructuredDuration", "{\"days\":1,\"hours\":2}", Kind.INTERVAL, "P1DT2H"));
  }

  private static Arguments time(String type, String name, String wire, Kind kind, Object value) {
    return arguments(type, "io.debezium.time." + name, wire, kind, value);
  }

  private static Arguments connectTime(
      String type, String name, String wire, Kind kind, Object value) {
    return arguments(type, "org.apache.kafka.connect.data." + name, wire, kind, value);
  }

  @ParameterizedTest
  @MethodSource
  void types(String type, String name, String wire, Kind kind, Object expected) {
    ChangeEvent event = value(wire, field(type, name)).decodedBy(undescribed);

    assertThat(event.after().schema().column(1).type().kind()).isEqualTo(kind);
    assertThat(event.after().value("v")).isEqualTo(expected);
  }

  private static Wire value(String wire, String field) {
    return Wire.value(wire).keySchema(ID).schema(ID, field);
  }

  private static String field(String type, String name) {
    return "{\"type\":\"%s\",%s\"field\":\"v\"}"
        .formatted(type, name.isEmpty() ? "" : "\"name\":\"" + name + "\",");
  }

  @Test
  void readsArraysOfAnyType() {
    String field =
        "{\"type\":\"array\",\"items\":{\"type\":\"int32\",\"name\":\"io.debezium.time.Date\"},"
            + "\"field\":\"v\"}";

    ChangeEvent event = value("[20512]", field).decodedBy(undescribed);

    assertThat(event.after().value("v")).isEqualTo(List.of(LocalDate.parse("2026-02-28")));
  }

  @Test
  void keepsAnArrayOfAColumnThatIsTextByNow() {
    String floats = "{\"type\":\"array\",\"items\":{\"type\":\"float\"},\"field\":\"v\"}";
    TableDescription text = Wire.table(false, "id");
    TableDescription vector =
        new TableDescription(
            Wire.TABLE, text.columns(), text.key(), false, Set.of(), Set.of("v"), Set.of(), false);

    assertThat(decoded("[1.5]", floats, text)).isEqualTo(List.of(1.5f));
    assertThat(decoded("[1.5]", floats, vector)).isEqualTo("[1.5]");
  }

  private static Object decoded(String wire, String field, TableDescription table) {
    ChangeEventDecoder decoder = ChangeEventDecoder.of(Map.of(Wire.TABLE, table));
    return value(wire, field).decodedBy(decoder).after().value("v");
  }

  @Test
  void rejectsATypeOfALaterVersion() {
    assertThat(value("1", field("int64", "io.debezium.time.Era")).rejectedBy(undescribed))
        .isEqualTo(DecodeError.UNKNOWN_COLUMN_TYPE);
  }

  @Test
  void takesFromTheDescriptionWhatTheSchemaLeavesOut() {
    ColumnType numeric = ColumnType.numeric(10, 2);

    ChangeEvent event =
        value("\"12.50\"", field("string", "")).decodedBy(ColumnValuesTest.decoder(numeric));

    assertThat(event.after().schema().column(1).type()).isEqualTo(numeric);
    assertThat(event.after().value("v")).isEqualTo(new BigDecimal("12.50"));
  }

  @Test
  void believesTheSchemaOfARecordThatIsOlderThanTheDescription() {
    ChangeEvent event =
        value("\"12\"", field("string", ""))
            .decodedBy(ColumnValuesTest.decoder(ColumnType.of(Kind.BIGINT)));

    assertThat(event.after().schema().column(1).type().kind()).isEqualTo(Kind.TEXT);
  }

  @Test
  void readsBitsInTheLengthThatTheirRecordTells() {
    String bits4 =
        field("bytes", "io.debezium.data.Bits\",\"parameters\":{\"length\":\"4\"},\"x\":\"");
    ColumnType varying = ColumnType.of(Kind.BITS);
    ColumnType longer = new ColumnType(Kind.BITS, 10, 0, null);

    var altered = value("\"BQ==\"", bits4).decodedBy(ColumnValuesTest.decoder(longer)).after();
    var unknown = value("\"BQ==\"", bits4).decodedBy(ColumnValuesTest.decoder(varying)).after();

    assertThat(altered.value("v")).isEqualTo("0101");
    assertThat(unknown.isLost(1)).isTrue();
  }
}
