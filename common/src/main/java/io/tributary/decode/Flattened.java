package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as the transform ExtractNewRecordState leaves it. What it is configured to add ({@code
 * add.fields}, {@code add.headers}) has two underscores before its name, and {@code source_} where
 * it was named with {@code source.}: {@code __op}, {@code __lsn}, {@code __source_ts_ms}.
 *
 * @param row the value, empty for a tombstone
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/transformations/event-flattening.html">
 *     Debezium on flattening</a>
 */
record Flattened(
    RawRecord record,
    Map<String, @Nullable Object> row,
    @Nullable Map<?, ?> rowSchema,
    WireFormat format)
    implements WireChange {

  private static final String ADDED = "__";
  private static final String DELETED = "__deleted";

  /** Whether this is an envelope for certain: no column of a row is an object with such a field. */
  static boolean isEnvelope(Document document) {
    return document.payload() instanceof Map<?, ?> payload
        && payload.get("op") instanceof String
        && payload.get("source") instanceof Map<?, ?> source
        && source.get("connector") instanceof String
        && source.get("ts_ms") instanceof Long;
  }

  static Flattened of(RawRecord record, Document document, WireFormat format) throws Undecodable {
    Map<String, @Nullable Object> row =
        document.payload() == null ? Map.of() : document.object(DecodeError.MALFORMED_JSON);
    return new Flattened(
        record, row, document.payload() == null ? null : document.schema(), format);
  }

  @Override
  public Op op() throws Undecodable {
    boolean rewritten =
        !format.tombstonesDelete() && "true".equals(String.valueOf(row.get(DELETED)));
    if (row.isEmpty() || rewritten) {
      return Op.DELETE;
    }
    Object letter = added("op");
    if (letter == null) {
      throw Undecodable.missing("__op, to be had with add.fields=op,");
    }
    return Envelope.op(String.valueOf(letter));
  }

  @Override
  public TableId table() throws Undecodable {
    Object schema = added("schema");
    Object table = added("table");
    if (schema instanceof String && table instanceof String) {
      return new TableId((String) schema, (String) table);
    }
    String topic = record.origin().topic();
    if (!format.topics().containsKey(topic)) {
      return ofTopic(topic);
    }
    TableId known = format.topics().get(topic);
    if (known == null) {
      throw Undecodable.missing("__schema and __table, as several tables have its topic,");
    }
    return known;
  }

  private TableId ofTopic(String topic) throws Undecodable {
    String prefix = format.topicPrefix() == null ? null : format.topicPrefix() + ".";
    String name =
        prefix != null && topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
    int end = name.lastIndexOf('.');
    if (end <= 0 || end == name.length() - 1) {
      throw Undecodable.missing("__schema and __table, which the topic's name does not give,");
    }
    int start = prefix == null ? name.lastIndexOf('.', end - 1) + 1 : 0;
    return new TableId(name.substring(start, end), name.substring(end + 1));
  }

  @Override
  public @Nullable Map<String, @Nullable Object> before(@Nullable TableDescription description)
      throws Undecodable {
    return op() == Op.DELETE && !row.isEmpty() ? columns(description) : null;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> after(@Nullable TableDescription description)
      throws Undecodable {
    return op() == Op.DELETE ? null : columns(description);
  }

  /** The row without what was added. A table may have columns that are named alike. */
  private Map<String, @Nullable Object> columns(@Nullable TableDescription description) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>(row);
    columns
        .keySet()
        .removeIf(
            name ->
                name.startsWith(ADDED)
                    && (description == null || description.columns().indexOf(name) < 0));
    return columns;
  }

  /** An LSN orders no two transactions, so the position of the commit before it must be there. */
  @Override
  public SourcePosition position() throws Undecodable {
    Object lsn = added("lsn");
    Object sequence = added("sequence");
    Object order = added("transaction_total_order");
    Op op = op();
    if (!(sequence instanceof String) || (lsn == null && op != Op.READ)) {
      throw new Undecodable(
          DecodeError.NO_POSITION,
          "the record does not say where it stands in the log; give the transform"
              + " add.fields=op,lsn,sequence,source.ts_us, or the same as add.headers where"
              + " tombstones mark deletions");
    }
    return new SourcePosition(
        0,
        Envelope.precedingCommit(sequence),
        snapshot() == SnapshotKind.NONE,
        lsn == null ? 0 : Envelope.integer("__lsn", lsn),
        order == null ? 0 : Envelope.integer("__transaction_total_order", order),
        op);
  }

  @Override
  public @Nullable Long txId() throws Undecodable {
    Object id = added("txId");
    return id == null ? null : (Long) Envelope.integer("__txId", id);
  }

  /** Rows of an incremental snapshot have no LSN. */
  @Override
  public SnapshotKind snapshot() throws Undecodable {
    Object marker = added("snapshot");
    if (marker != null) {
      return Envelope.snapshot(marker);
    } else if (op() != Op.READ) {
      return SnapshotKind.NONE;
    }
    return added("lsn") == null ? SnapshotKind.INCREMENTAL : SnapshotKind.INITIAL;
  }

  /** Without {@code source.} a time is that of the connector. */
  @Override
  public long committedAtMicros() throws Undecodable {
    return Envelope.committedAtMicros(addedAs("source_ts_us"), addedAs("source_ts_ms"));
  }

  private @Nullable Object added(String name) {
    Object value = addedAs(name);
    return value == null ? addedAs("source_" + name) : value;
  }

  /** A field of that name can be the table's own column, where headers carry it. */
  private @Nullable Object addedAs(String name) {
    byte[] header = record.header(ADDED + name);
    if (header == null) {
      return row.get(ADDED + name);
    }
    String text = new String(header, StandardCharsets.UTF_8);
    return text.isEmpty() || text.equals("null") ? null : text;
  }
}
