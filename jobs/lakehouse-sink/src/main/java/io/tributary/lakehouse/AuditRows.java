package io.tributary.lakehouse;

import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Turns transitions into rows of an audit table as wide as the table was at construction. */
final class AuditRows {

  private final Map<AuditColumn, Integer> positions = new EnumMap<>(AuditColumn.class);
  private final Map<AuditColumn, ImageMappings> images = new EnumMap<>(AuditColumn.class);
  private final Leftovers leftovers = new Leftovers();
  private final StructRow row;

  AuditRows(Table table) {
    List<Types.NestedField> fields = table.schema().columns();
    this.row = new StructRow(fields.size());
    for (AuditColumn column : AuditColumn.values()) {
      int position = fields.indexOf(table.schema().asStruct().field(column.column()));
      if (position >= 0) {
        positions.put(column, position);
      }
    }
    for (AuditColumn image :
        List.of(AuditColumn.KEY, AuditColumn.LINKED_KEY, AuditColumn.BEFORE, AuditColumn.AFTER)) {
      images.put(image, new ImageMappings(image.column(), AuditEvolution.struct(table, image)));
    }
  }

  /** Whether the table has a column for everything that the change holds. */
  boolean cover(RowTransition change) {
    return covers(AuditColumn.KEY, columns(change.key()))
        && covers(AuditColumn.LINKED_KEY, columns(change.linkedKey()))
        && covers(AuditColumn.BEFORE, change.before())
        && covers(AuditColumn.AFTER, change.after());
  }

  /** The row of a covered change, good until the next call. */
  StructLike row(RowTransition change, long ingestedAtMicros) {
    leftovers.clear();
    putFacts(change, ingestedAtMicros);
    putImage(AuditColumn.KEY, columns(change.key()));
    putImage(AuditColumn.LINKED_KEY, columns(change.linkedKey()));
    putImage(AuditColumn.BEFORE, oldRow(change));
    putImage(AuditColumn.AFTER, change.after());
    put(AuditColumn.UNKNOWN, leftovers.unknown());
    put(AuditColumn.UNTYPED, leftovers.untyped());
    return row;
  }

  /**
   * An insert has none: a row that was known by its key had ended, out of sight or not yet seen.
   */
  private static @Nullable RowImage oldRow(RowTransition change) {
    return change.op() == Op.CREATE ? null : change.before();
  }

  private void putFacts(RowTransition change, long ingestedAtMicros) {
    long lsn = change.position().lsn();
    put(AuditColumn.OP, change.op().name());
    put(AuditColumn.COMMITTED_AT, change.committedAtMicros());
    put(AuditColumn.INGESTED_AT, ingestedAtMicros);
    put(AuditColumn.TX_ID, change.txId());
    put(AuditColumn.LSN, lsn == 0 ? null : new Lsn(lsn).toString());
    put(AuditColumn.LSN_VALUE, lsn);
    put(AuditColumn.COMMIT_POSITION, change.position().commitPosition());
    put(AuditColumn.TRANSACTION_ORDER, change.position().transactionOrder());
    put(AuditColumn.EPOCH, change.position().epoch());
    put(AuditColumn.SNAPSHOT, change.snapshot().toString());
    put(AuditColumn.SOURCE_TOPIC, change.origin().topic());
    put(AuditColumn.SOURCE_PARTITION, change.origin().partition());
    put(AuditColumn.SOURCE_OFFSET, change.origin().offset());
  }

  private static @Nullable RowImage columns(@Nullable RowKey key) {
    return key == null ? null : key.columns();
  }

  private boolean covers(AuditColumn column, @Nullable RowImage image) {
    return image == null || mapping(column, image) != null;
  }

  private void putImage(AuditColumn column, @Nullable RowImage image) {
    ImageMapping mapping = image == null ? null : mapping(column, image);
    put(column, image == null || mapping == null ? null : mapping.row(image, leftovers));
  }

  private @Nullable ImageMapping mapping(AuditColumn column, RowImage image) {
    ImageMappings mappings = images.get(column);
    return mappings == null ? null : mappings.find(image.schema());
  }

  private void put(AuditColumn column, @Nullable Object value) {
    Integer position = positions.get(column);
    if (position != null) {
      row.put(position, value);
    }
  }
}
