package io.tributary.decode;

import io.tributary.decode.values.ScalarForms;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.Op;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's envelope: operation, rows, source and transaction of one change.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's change events</a>
 */
record Envelope(
    Map<String, @Nullable Object> payload,
    Map<String, @Nullable Object> source,
    @Nullable Map<?, ?> schema)
    implements WireChange {

  static final String MESSAGE = "m";

  static Envelope of(Document document) throws Undecodable {
    Map<String, @Nullable Object> payload = document.object(DecodeError.MALFORMED_JSON);
    Object source = payload.get("source");
    if (source == null) {
      throw Undecodable.missing(
          payload.containsKey("__op")
              ? "source: a flattened record, for source.kafka.format.records: flattened; it"
              : "source");
    }
    return new Envelope(payload, object(source, DecodeError.MALFORMED_JSON), document.schema());
  }

  /** The operation's letter. */
  String letter() throws Undecodable {
    return text(payload, "op");
  }

  @Override
  public Op op() throws Undecodable {
    return op(letter());
  }

  static Op op(String letter) throws Undecodable {
    Op op = letter.length() == 1 ? Op.ofLetter(letter.charAt(0)) : null;
    if (op == null) {
      throw new Undecodable(DecodeError.UNKNOWN_OP, "op is not one of c, u, d, r, t and m");
    }
    return op;
  }

  @Override
  public TableId table() throws Undecodable {
    String schema = text(source, "schema");
    String table = text(source, "table");
    if (schema.isEmpty() || table.isEmpty()) {
      throw Undecodable.missing("the name in source.schema or source.table");
    }
    return new TableId(schema, table);
  }

  @Override
  public @Nullable Map<String, @Nullable Object> before(@Nullable TableDescription description)
      throws Undecodable {
    return row("before");
  }

  @Override
  public @Nullable Map<String, @Nullable Object> after(@Nullable TableDescription description)
      throws Undecodable {
    return row("after");
  }

  private @Nullable Map<String, @Nullable Object> row(String field) throws Undecodable {
    Object row = payload.get(field);
    return row == null ? null : object(row, DecodeError.MALFORMED_JSON);
  }

  @Override
  public @Nullable Map<?, ?> rowSchema() throws Undecodable {
    if (schema == null) {
      return null;
    }
    for (Map<?, ?> field : fields(schema)) {
      if ("after".equals(field.get("field")) || "before".equals(field.get("field"))) {
        return field;
      }
    }
    throw Undecodable.missing("the schema of before and after");
  }

  @Override
  public SourcePosition position() throws Undecodable {
    return new SourcePosition(
        0,
        precedingCommit(source.get("sequence")),
        snapshot() == SnapshotKind.NONE,
        integer(source, "lsn", 0),
        payload.get("transaction") instanceof Map<?, ?> transaction
            ? integer(transaction, "total_order", 0)
            : 0,
        op());
  }

  /** {@code sequence} is JSON inside a string: {@code ["24023119","24023128"]}. */
  static long precedingCommit(@Nullable Object value) throws Undecodable {
    if (!(value instanceof String sequence)) {
      return 0;
    }
    Object parsed = Json.parse(sequence.getBytes(StandardCharsets.UTF_8));
    if (!(parsed instanceof List<?> positions) || positions.isEmpty()) {
      throw Undecodable.mismatch("two positions in source.sequence", parsed);
    }
    Object commit = positions.get(0);
    try {
      return commit == null ? 0 : Long.parseUnsignedLong(String.valueOf(commit));
    } catch (NumberFormatException e) {
      throw Undecodable.mismatch("numbers in source.sequence", commit).in("source");
    }
  }

  /** Debezium's version, such as {@code 3.7.0.Final}; empty where the record does not say. */
  String version() {
    return source.get("version") instanceof String version ? version : "";
  }

  /** Whether a Debezium before 2.0 wrote it, as Flink CDC still embeds one. */
  boolean isOfOldDebezium() {
    return version().startsWith("1.");
  }

  /**
   * Whether {@code dbz-repair} is beside the connector, which then has a placeholder for every
   * array that is left out because it is unchanged.
   */
  boolean isOfRepairedDebezium() {
    return version().endsWith("-tributary");
  }

  @Override
  public @Nullable Long txId() throws Undecodable {
    return source.get("txId") == null ? null : integer(source, "txId", 0);
  }

  @Override
  public long committedAtMicros() throws Undecodable {
    return committedAtMicros(source.get("ts_us"), source.get("ts_ms"));
  }

  /** Debezium before 2.6 has milliseconds only. */
  static long committedAtMicros(@Nullable Object micros, @Nullable Object millis)
      throws Undecodable {
    if (micros != null) {
      return integer("source.ts_us", micros);
    } else if (millis == null) {
      throw Undecodable.missing("source.ts_ms");
    }
    try {
      return Math.multiplyExact(integer("source.ts_ms", millis), 1000L);
    } catch (ArithmeticException e) {
      throw Undecodable.outOfRange("source.ts_ms is not a valid time");
    }
  }

  @Override
  public SnapshotKind snapshot() {
    return snapshot(source.get("snapshot"));
  }

  /** Debezium marks the rows of an initial snapshot with their place in it: first, last, ... */
  static SnapshotKind snapshot(@Nullable Object marker) {
    if (marker == null || marker.equals("false") || marker.equals(false)) {
      return SnapshotKind.NONE;
    }
    return marker.equals("incremental") ? SnapshotKind.INCREMENTAL : SnapshotKind.INITIAL;
  }

  private static String text(Map<String, ?> object, String field) throws Undecodable {
    Object value = object.get(field);
    if (value == null) {
      throw Undecodable.missing(field);
    } else if (value instanceof String text) {
      return text;
    }
    throw new Undecodable(DecodeError.MALFORMED_JSON, field + " is " + Json.kindOf(value));
  }

  private static long integer(Map<?, ?> object, String field, long absent) throws Undecodable {
    Object value = object.get(field);
    return value == null ? absent : integer(field, value);
  }

  /** A whole number, or the text of one. */
  static long integer(String field, Object value) throws Undecodable {
    try {
      return ScalarForms.integerOrText(value, Long.MIN_VALUE, Long.MAX_VALUE);
    } catch (Undecodable e) {
      throw new Undecodable(e.code(), field + ": " + e.detail());
    }
  }

  /** The fields of a struct's schema. */
  static List<Map<?, ?>> fields(Map<?, ?> struct) throws Undecodable {
    if (!(struct.get("fields") instanceof List<?> fields)) {
      throw Undecodable.missing("the schema's fields");
    }
    List<Map<?, ?>> maps = new ArrayList<>(fields.size());
    for (Object field : fields) {
      if (!(field instanceof Map<?, ?> map)) {
        throw new Undecodable(DecodeError.MALFORMED_JSON, "the schema's fields are not objects");
      }
      maps.add(map);
    }
    return maps;
  }

  @SuppressWarnings("unchecked") // Json.parse makes no other maps.
  static Map<String, @Nullable Object> object(@Nullable Object json, DecodeError code)
      throws Undecodable {
    if (json instanceof Map) {
      return (Map<String, @Nullable Object>) json;
    }
    throw new Undecodable(code, "expected an object, found " + Json.kindOf(json));
  }
}
