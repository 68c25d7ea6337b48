package io.tributary.benchmarks.decode;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Envelopes as Debezium's PostgreSQL connector writes them for a table of ten columns with REPLICA
 * IDENTITY FULL: 70 % inserts, 25 % updates, 5 % deletes, 700 bytes on average and 3.6 KB with
 * their schema. The same for the same seed.
 */
final class Messages {

  static final TableId TABLE = new TableId("public", "events");

  /** A column: its type, and Connect's schema of it. */
  private record Column(String name, ColumnType type, String connect) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("event_id", ColumnType.of(Kind.BIGINT), "\"type\":\"int64\""),
          new Column("user_id", ColumnType.of(Kind.BIGINT), "\"type\":\"int64\""),
          new Column("event_type", ColumnType.of(Kind.TEXT), "\"type\":\"string\""),
          new Column("category", ColumnType.of(Kind.TEXT), "\"type\":\"string\""),
          new Column("value", ColumnType.numeric(12, 2), "\"type\":\"string\""),
          new Column("quantity", ColumnType.of(Kind.INTEGER), "\"type\":\"int32\""),
          new Column("score", ColumnType.of(Kind.DOUBLE), "\"type\":\"double\""),
          new Column("active", ColumnType.of(Kind.BOOLEAN), "\"type\":\"boolean\""),
          new Column(
              "occurred_at",
              ColumnType.of(Kind.TIMESTAMPTZ),
              "\"type\":\"string\",\"name\":\"io.debezium.time.ZonedTimestamp\",\"version\":1"),
          new Column("note", ColumnType.of(Kind.TEXT), "\"type\":\"string\""));

  static final TableDescription DESCRIPTION =
      new TableDescription(
          TABLE,
          RowSchema.of(
              COLUMNS.stream().map(each -> new RowSchema.Column(each.name, each.type)).toList()),
          List.of("event_id"),
          true);

  private static final String[] SOURCE_FIELDS = {
    "version",
    "connector",
    "name",
    "ts_ms",
    "snapshot",
    "db",
    "sequence",
    "ts_us",
    "ts_ns",
    "schema",
    "table",
    "txId",
    "lsn",
    "xmin"
  };

  private final Random random;
  private final boolean withSchema;
  private long lsn = 24_023_128;
  private long micros = 1_795_363_693_016_123L;

  private Messages(long seed, boolean withSchema) {
    this.random = new Random(seed);
    this.withSchema = withSchema;
  }

  static List<RawRecord> of(long seed, int count, boolean withSchema) {
    Messages messages = new Messages(seed, withSchema);
    List<RawRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(messages.next(i));
    }
    return records;
  }

  private RawRecord next(int offset) {
    lsn += 100 + random.nextInt(400);
    micros += random.nextInt(5_000);
    long id = random.nextInt(1_000_000);
    int dice = random.nextInt(100);
    char op = dice < 70 ? 'c' : dice < 95 ? 'u' : 'd';
    String payload =
        "{\"before\":%s,\"after\":%s,\"source\":%s,\"transaction\":%s,\"op\":\"%s\",\"ts_ms\":%d,"
            .formatted(
                op == 'c' ? "null" : row(id),
                op == 'd' ? "null" : row(id),
                source(),
                "{\"id\":\"%d:%d\",\"total_order\":1,\"data_collection_order\":1}"
                    .formatted(lsn >> 10, lsn),
                op,
                micros / 1000 + 40);
    payload += "\"ts_us\":%d,\"ts_ns\":%d}".formatted(micros + 40_000, (micros + 40_000) * 1000);
    String key = "{\"event_id\":%d}".formatted(id);
    return new RawRecord(
        new Origin("app.public.events", 0, offset),
        micros / 1000,
        utf8(withSchema ? wrapped(KEY_SCHEMA, key) : key),
        utf8(withSchema ? wrapped(SCHEMA, payload) : payload),
        List.of());
  }

  private String row(long id) {
    return ("{\"event_id\":%d,\"user_id\":%d,\"event_type\":\"%s\",\"category\":\"%s\","
            + "\"value\":\"%d.%02d\",\"quantity\":%d,\"score\":%s,\"active\":%s,"
            + "\"occurred_at\":\"%s\",\"note\":%s}")
        .formatted(
            id,
            random.nextInt(100_000),
            pick("click", "view", "purchase", "like"),
            pick("books", "garden", "Küche", "toys"),
            random.nextInt(1_000),
            random.nextInt(100),
            random.nextInt(10),
            random.nextInt(1_000) / 1000.0,
            random.nextBoolean(),
            Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000),
            pick("null", "\"seen on the landing page\"", "\"a \\\"quoted\\\" word\""));
  }

  private String source() {
    return ("{\"version\":\"3.7.0.Final\",\"connector\":\"postgresql\",\"name\":\"app\","
            + "\"ts_ms\":%d,\"snapshot\":\"false\",\"db\":\"app\","
            + "\"sequence\":\"[\\\"%d\\\",\\\"%d\\\"]\",\"ts_us\":%d,\"ts_ns\":%d,"
            + "\"schema\":\"public\",\"table\":\"events\",\"txId\":%d,\"lsn\":%d,\"xmin\":null}")
        .formatted(micros / 1000, lsn - 56, lsn, micros, micros * 1000, lsn >> 10, lsn);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String wrapped(String schema, String payload) {
    return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
  }

  private static final String KEY_SCHEMA =
      "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,"
          + "\"field\":\"event_id\"}],\"optional\":false,\"name\":\"app.public.events.Key\"}";

  private static final String TEXT = "\"type\":\"string\"";
  private static final String INT64 = "\"type\":\"int64\"";
  private static final String SNAPSHOT =
      "\"type\":\"string\",\"name\":\"io.debezium.data.Enum\",\"version\":1,\"parameters\":"
          + "{\"allowed\":\"true,first,first_in_data_collection,last_in_data_collection,last,"
          + "false,incremental\"},\"default\":\"false\"";
  private static final Set<String> OPTIONAL =
      Set.of("sequence", "ts_us", "ts_ns", "txId", "lsn", "xmin");

  private static final String SCHEMA = envelopeSchema();

  private static String envelopeSchema() {
    StringJoiner columns = new StringJoiner(",", "[", "]");
    for (Column column : COLUMNS) {
      columns.add(field(column.connect, true, column.name));
    }
    String row =
        "\"type\":\"struct\",\"fields\":" + columns + ",\"name\":\"app.public.events.Value\"";
    StringJoiner fields = new StringJoiner(",", "[", "]");
    fields.add(field(row, true, "before")).add(field(row, true, "after"));
    fields.add(field(sourceSchema(), false, "source"));
    fields.add(field(transactionSchema(), true, "transaction")).add(field(TEXT, false, "op"));
    for (String name : List.of("ts_ms", "ts_us", "ts_ns")) {
      fields.add(field(INT64, true, name));
    }
    return "{\"type\":\"struct\",\"fields\":"
        + fields
        + ",\"optional\":false,\"name\":\"app.public.events.Envelope\",\"version\":2}";
  }

  private static String sourceSchema() {
    StringJoiner fields = new StringJoiner(",", "[", "]");
    for (String name : SOURCE_FIELDS) {
      fields.add(sourceField(name));
    }
    return "\"type\":\"struct\",\"fields\":"
        + fields
        + ",\"name\":\"io.debezium.connector.postgresql.Source\",\"version\":1";
  }

  private static String transactionSchema() {
    return "\"type\":\"struct\",\"fields\":["
        + field(TEXT, false, "id")
        + ","
        + field(INT64, false, "total_order")
        + ","
        + field(INT64, false, "data_collection_order")
        + "],\"name\":\"event.block\",\"version\":1";
  }

  private static String sourceField(String name) {
    if (name.equals("snapshot")) {
      return field(SNAPSHOT, true, name);
    }
    boolean number =
        name.startsWith("ts_") || name.equals("txId") || name.equals("lsn") || name.equals("xmin");
    return field(number ? INT64 : TEXT, OPTIONAL.contains(name), name);
  }

  private static String field(String type, boolean optional, String name) {
    return "{" + type + ",\"optional\":" + optional + ",\"field\":\"" + name + "\"}";
  }
}
