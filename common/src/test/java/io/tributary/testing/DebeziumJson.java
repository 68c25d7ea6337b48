package io.tributary.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.Bytes;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.SnapshotKind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a change event as Debezium does with schemas off, decimals as text and its other defaults,
 * so that a job's test goes the whole way from bytes.
 */
public final class DebeziumJson {

  /** The connector's topic prefix: topics are {@code app.public.users}. */
  public static final String PREFIX = "app";

  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final JsonMapper JSON = new JsonMapper();

  private DebeziumJson() {}

  /** The record of an event, lying at an origin. */
  public static RawRecord record(ChangeEvent event, Origin origin) {
    List<RawRecord.Header> headers = new ArrayList<>();
    if (event.linkedKey() != null) {
      String name = event.op() == Op.DELETE ? "__debezium.newkey" : "__debezium.oldkey";
      headers.add(new RawRecord.Header(name, key(event.linkedKey())));
    }
    return new RawRecord(
        origin, event.committedAtMicros() / 1000, key(event.key()), value(event), headers);
  }

  private static byte @Nullable [] key(@Nullable RowKey key) {
    return key == null ? null : bytes(row(key.columns()));
  }

  private static byte[] value(ChangeEvent event) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.set("before", event.before() == null ? null : row(event.before()));
    envelope.set("after", event.after() == null ? null : row(event.after()));
    envelope.set("source", source(event));
    envelope.put("op", String.valueOf(event.op().letter()));
    envelope.put("ts_ms", event.committedAtMicros() / 1000);
    if (event.position().transactionOrder() > 0) {
      envelope.putObject("transaction").put("total_order", event.position().transactionOrder());
    }
    return bytes(envelope);
  }

  private static ObjectNode source(ChangeEvent event) {
    ObjectNode source = JSON.createObjectNode();
    source.put("connector", "postgresql");
    source.put("name", PREFIX);
    source.put("ts_ms", event.committedAtMicros() / 1000);
    source.put("ts_us", event.committedAtMicros());
    source.put("snapshot", marker(event.snapshot()));
    source.put("schema", event.table().schema());
    source.put("table", event.table().table());
    long lsn = event.position().lsn();
    source.put("sequence", "[\"%d\",\"%d\"]".formatted(event.position().commitPosition(), lsn));
    source.put("txId", event.txId());
    source.put("lsn", event.snapshot() == SnapshotKind.INCREMENTAL ? null : (Long) lsn);
    return source;
  }

  private static String marker(SnapshotKind snapshot) {
    return switch (snapshot) {
      case NONE -> "false";
      case INITIAL -> "true";
      case INCREMENTAL -> snapshot.name().toLowerCase(Locale.ROOT);
    };
  }

  private static ObjectNode row(RowImage image) {
    ObjectNode row = JSON.createObjectNode();
    for (int i = 0; i < image.schema().size(); i++) {
      String column = image.schema().column(i).name();
      ColumnType type = image.schema().column(i).type();
      Object wire = image.isUnavailable(i) ? placeholder(type) : wire(type, image.value(i));
      row.set(column, JSON.<JsonNode>valueToTree(wire));
    }
    return row;
  }

  /** In an old image, Debezium fills what it does not know with NULL or a default. */
  private static @Nullable Object placeholder(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, JSON -> UNAVAILABLE;
      case ARRAY -> List.of(UNAVAILABLE);
      default -> null;
    };
  }

  private static @Nullable Object wire(ColumnType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, TIME, TEXT, JSON, UUID, INTERVAL -> value;
      case REAL, DOUBLE ->
          Double.isFinite(((Number) value).doubleValue()) ? value : value.toString();
      case NUMERIC, TIMESTAMPTZ -> value.toString();
      case BYTES -> ((Bytes) value).toBase64();
      case DATE -> ((LocalDate) value).toEpochDay();
      case TIMESTAMP ->
          ChronoUnit.MICROS.between(
              java.time.Instant.EPOCH, ((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case ARRAY -> array(type, (List<?>) value);
      case HSTORE -> JSON.valueToTree((Map<?, ?>) value).toString();
      case BITS -> throw new IllegalArgumentException("bit strings are not written here");
    };
  }

  private static List<@Nullable Object> array(ColumnType type, List<?> values) {
    List<@Nullable Object> wire = new ArrayList<>();
    for (Object value : values) {
      wire.add(type.element() == null ? value : wire(type.element(), value));
    }
    return wire;
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }
}
