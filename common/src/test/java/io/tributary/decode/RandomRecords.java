package io.tributary.decode;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;

/** Makes records of a table that has a column of each type that the fast path knows. */
final class RandomRecords {

  private static final TableId TABLE = new TableId("public", "wide");

  /** A column: its type, and Connect's schema of it. */
  private record Column(String name, ColumnType type, String connect) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", ColumnType.of(Kind.BIGINT), "\"type\":\"int64\""),
          new Column("small", ColumnType.of(Kind.SMALLINT), "\"type\":\"int16\""),
          new Column("number", ColumnType.of(Kind.INTEGER), "\"type\":\"int32\""),
          new Column("yes", ColumnType.of(Kind.BOOLEAN), "\"type\":\"boolean\""),
          new Column("real", ColumnType.of(Kind.REAL), "\"type\":\"float\""),
          new Column("double", ColumnType.of(Kind.DOUBLE), "\"type\":\"double\""),
          new Column("price", ColumnType.numeric(12, 2), "\"type\":\"string\""),
          new Column("naïve text", ColumnType.of(Kind.TEXT), "\"type\":\"string\""),
          new Column("doc", ColumnType.of(Kind.JSON), named("string", "io.debezium.data.Json")),
          new Column("uuid", ColumnType.of(Kind.UUID), named("string", "io.debezium.data.Uuid")),
          new Column("bytes", ColumnType.of(Kind.BYTES), "\"type\":\"bytes\""),
          new Column("day", ColumnType.of(Kind.DATE), named("int32", "io.debezium.time.Date")),
          new Column(
              "time", ColumnType.of(Kind.TIME), named("int64", "io.debezium.time.MicroTime")),
          new Column(
              "local",
              ColumnType.of(Kind.TIMESTAMP),
              named("int64", "io.debezium.time.MicroTimestamp")),
          new Column(
              "millis",
              new ColumnType(Kind.TIMESTAMP, 3, 0, null),
              named("int64", "io.debezium.time.Timestamp")),
          new Column(
              "at",
              ColumnType.of(Kind.TIMESTAMPTZ),
              named("string", "io.debezium.time.ZonedTimestamp")),
          new Column(
              "tags",
              ColumnType.arrayOf(ColumnType.of(Kind.TEXT)),
              "\"type\":\"array\",\"items\":{\"type\":\"string\"}"),
          new Column(
              "weights",
              ColumnType.arrayOf(ColumnType.of(Kind.DOUBLE)),
              "\"type\":\"array\",\"items\":{\"type\":\"double\"}"));

  static final Map<TableId, TableDescription> TABLES =
      Map.of(
          TABLE,
          new TableDescription(
              TABLE,
              RowSchema.of(
                  COLUMNS.stream()
                      .map(each -> new RowSchema.Column(each.name(), each.type()))
                      .toList()),
              List.of("id"),
              false));

  static final Map<TableId, Set<String>> SOME_COLUMNS =
      Map.of(TABLE, Set.of("small", "price", "naïve text", "doc", "at", "weights"));

  private final Random random;
  private final boolean withSchemas;
  private long lsn = 25_505_560;

  RandomRecords(Random random, boolean withSchemas) {
    this.random = random;
    this.withSchemas = withSchemas;
  }

  private static String named(String type, String name) {
    return "\"type\":\"%s\",\"name\":\"%s\",\"version\":1".formatted(type, name);
  }

  List<RawRecord> some(int count) {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = String.valueOf(random.nextInt(1000));
      String key = "{\"id\":" + id + "}";
      records.add(
          new RawRecord(
              new Origin("app.public.wide", 0, i),
              0,
              utf8(withSchemas ? wrapped(keySchema(), key) : key),
              utf8(withSchemas ? wrapped(envelopeSchema(), envelope(id)) : envelope(id)),
              List.of()));
    }
    return records;
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String wrapped(String schema, String payload) {
    return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
  }

  private static String keySchema() {
    return "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"}]}";
  }

  private static String envelopeSchema() {
    StringJoiner fields = new StringJoiner(",", "[", "]");
    for (Column column : COLUMNS) {
      fields.add(
          "{%s,\"optional\":true,\"field\":\"%s\"}".formatted(column.connect(), column.name()));
    }
    String row =
        "{\"type\":\"struct\",\"fields\":" + fields + ",\"optional\":true,\"field\":\"%s\"}";
    return "{\"type\":\"struct\",\"fields\":["
        + row.formatted("before")
        + ","
        + row.formatted("after")
        + "],\"optional\":false,\"name\":\"app.public.wide.Envelope\"}";
  }

  private String envelope(String id) {
    char op = "ccudr".charAt(random.nextInt(5));
    String before = op == 'u' || op == 'd' ? row(id, op) : "null";
    String after = op == 'd' ? "null" : row(id, op);
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"transaction\":%s,\"op\":\"%s\",\"ts_ms\":%d}"
        .formatted(before, after, source(op), transaction(), op, 1_795_363_693_015L);
  }

  private String source(char op) {
    lsn += random.nextInt(500);
    return ("{\"version\":\"3.7.0.Final\",\"connector\":\"postgresql\",\"name\":\"app\",\"ts_ms\":%d,"
            + "\"snapshot\":\"%s\",\"db\":\"app\",\"sequence\":\"[%s,\\\"%d\\\"]\",\"ts_us\":%d,"
            + "\"ts_ns\":%d,\"schema\":\"public\",\"table\":\"wide\",\"txId\":%s,\"lsn\":%d,\"xmin\":null}")
        .formatted(
            lsn,
            op == 'r' ? pick("first", "true", "last", "incremental") : "false",
            random.nextInt(5) == 0 ? "null" : "\\\"" + lsn + "\\\"",
            lsn,
            lsn * 1000,
            lsn * 1_000_000,
            random.nextInt(5) == 0 ? "null" : "733",
            lsn);
  }

  private String transaction() {
    return random.nextBoolean()
        ? "null"
        : "{\"id\":\"733:1\",\"total_order\":%d,\"data_collection_order\":1}"
            .formatted(random.nextInt(9));
  }

  private String row(String id, char op) {
    StringJoiner row = new StringJoiner(",", "{", "}");
    for (Column column : COLUMNS) {
      String value = column.name().equals("id") ? id : value(column);
      row.add("\"" + column.name() + "\":" + (isNull(column, op) ? "null" : value));
    }
    return row.toString().replace("\"id\":null", "\"id\":" + id);
  }

  /** In an update, NULL in an array of floating-point numbers is for the tree path to read. */
  private boolean isNull(Column column, char op) {
    return random.nextInt(9) == 0 && !(op == 'u' && column.name().equals("weights"));
  }

  private String value(Column column) {
    return switch (column.type().kind()) {
      case BOOLEAN -> pick("true", "false");
      case SMALLINT -> String.valueOf(random.nextInt(65_536) - 32_768);
      case INTEGER, DATE -> String.valueOf(random.nextInt(1 << random.nextInt(21)));
      case REAL -> pick("1.5", "-0.1", "3.4028235E38", "1.234567", "1.6777217E7", "1.1E-7");
      case DOUBLE -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case NUMERIC -> "\"" + new BigDecimal(new BigInteger(40, random), 2) + "\"";
      case TEXT, JSON ->
          "\""
              + pick("", "a", "grüße 𝄞", "say \\\"hi\\\"\\n", "__debezium_unavailable_value")
              + "\"";
      case UUID -> "\"" + new UUID(random.nextLong(), random.nextLong()) + "\"";
      case BYTES -> "\"" + Base64.getEncoder().encodeToString(bytes()) + "\"";
      case TIME -> String.valueOf((long) random.nextInt(86_400) * 1_000_000 + random.nextInt(1000));
      case TIMESTAMP ->
          String.valueOf(random.nextInt() * (column.type().precision() == 3 ? 1000L : 1_000_001L));
      case TIMESTAMPTZ ->
          "\"" + Instant.EPOCH.plus(random.nextInt() * 1_000_003L, ChronoUnit.MICROS) + "\"";
      default ->
          column.name().equals("tags") ? pick("[]", "[\"a\",null]", "[\"b\"]") : "[1.5,null]";
    };
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
