package io.tributary.lakehouse;

import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.TableId;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Turns the rows of an audit table into entries. */
final class AuditEntries {

  private AuditEntries() {}

  static AuditEntry of(TableId table, Record row) {
    Set<String> unknown = unknown(row);
    return new AuditEntry(
        table,
        Op.valueOf(text(row, AuditColumn.OP)),
        image(row, AuditColumn.KEY, unknown),
        image(row, AuditColumn.LINKED_KEY, unknown),
        image(row, AuditColumn.BEFORE, unknown),
        image(row, AuditColumn.AFTER, unknown),
        unknown,
        new Lsn(number(row, AuditColumn.LSN_VALUE)),
        new Lsn(number(row, AuditColumn.COMMIT_POSITION)),
        number(row, AuditColumn.TRANSACTION_ORDER),
        (int) number(row, AuditColumn.EPOCH),
        (Long) row.getField(AuditColumn.TX_ID.column()),
        text(row, AuditColumn.SNAPSHOT),
        ((OffsetDateTime) row.getField(AuditColumn.COMMITTED_AT.column())).toInstant(),
        ((OffsetDateTime) row.getField(AuditColumn.INGESTED_AT.column())).toInstant(),
        new Origin(
            text(row, AuditColumn.SOURCE_TOPIC),
            (int) number(row, AuditColumn.SOURCE_PARTITION),
            number(row, AuditColumn.SOURCE_OFFSET)));
  }

  private static @Nullable Map<String, @Nullable String> image(
      Record row, AuditColumn column, Set<String> unknown) {
    Object field = row.getField(column.column());
    if (!(field instanceof Record struct)) {
      return null;
    }
    Map<String, @Nullable String> image = new LinkedHashMap<>();
    List<Types.NestedField> columns = struct.struct().fields();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      Object value = struct.get(i);
      if (value != null) {
        image.put(name, StoredText.of(columns.get(i).type(), value));
      } else if (!unknown.contains(column.column() + "." + name)) {
        image.put(name, untyped(row, column.column() + "." + name));
      }
    }
    return image;
  }

  private static Set<String> unknown(Record row) {
    Object columns = row.getField(AuditColumn.UNKNOWN.column());
    return columns instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  private static @Nullable String untyped(Record row, String path) {
    Object texts = row.getField(AuditColumn.UNTYPED.column());
    Object text = texts instanceof Map<?, ?> map ? map.get(path) : null;
    return text == null ? null : text.toString();
  }

  private static String text(Record row, AuditColumn column) {
    return String.valueOf(row.getField(column.column()));
  }

  private static long number(Record row, AuditColumn column) {
    return ((Number) row.getField(column.column())).longValue();
  }
}
