package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Reads the audit tables without Flink: for verification and for people.
 *
 * <pre>{@code
 * try (AuditReader audit = AuditReader.open(config.lakehouse());
 *     Stream<AuditEntry> entries = audit.entries(TableId.parse("public.users"))) {
 *   entries.filter(entry -> entry.op() == Op.DELETE) ...
 * }
 * }</pre>
 *
 * <p>Entries come in no order: sort by commit position, LSN and order in the transaction. Not for
 * use by several threads.
 */
public final class AuditReader implements Closeable {

  private final LakehouseCatalog catalog;
  private final Map<TableId, Table> tables = new HashMap<>();

  private AuditReader(LakehouseCatalog catalog) {
    this.catalog = catalog;
  }

  /** Connects to the catalog that the configuration names. */
  public static AuditReader open(LakehouseConfig config) {
    return new AuditReader(LakehouseCatalog.open(config));
  }

  /** The source tables that have an audit table. */
  Set<TableId> tables() {
    return catalog.audited();
  }

  /** The audit of a source table as it is now, read as the stream is; close it. */
  public Stream<AuditEntry> entries(TableId source) {
    return table(source)
        .map(table -> entries(source, IcebergGenerics.read(table)))
        .orElse(Stream.empty());
  }

  /**
   * What was added to the audit since a snapshot of it.
   *
   * @param snapshot what {@link #snapshot} said
   */
  public Stream<AuditEntry> entriesAfter(TableId source, long snapshot) {
    return table(source)
        .map(table -> entries(source, IcebergGenerics.read(table).appendsAfter(snapshot)))
        .orElse(Stream.empty());
  }

  /** The current snapshot of a source table's audit; empty before the first. */
  public OptionalLong snapshot(TableId source) {
    return table(source)
        .map(Table::currentSnapshot)
        .map(current -> OptionalLong.of(current.snapshotId()))
        .orElse(OptionalLong.empty());
  }

  /** How many changes the audit of a source table holds, by its metadata alone. */
  long count(TableId source) {
    return table(source)
        .map(Table::currentSnapshot)
        .map(Snapshot::summary)
        .map(summary -> Long.parseLong(total(summary)))
        .orElse(0L);
  }

  /** The table as it is now; asks the catalog, and reads metadata only where it has changed. */
  private Optional<Table> table(TableId source) {
    Table known = tables.get(source);
    if (known == null) {
      catalog.find(source).ifPresent(found -> tables.put(source, found));
      return Optional.ofNullable(tables.get(source));
    }
    try {
      known.refresh();
      return Optional.of(known);
    } catch (NoSuchTableException e) {
      tables.remove(source);
      return Optional.empty();
    }
  }

  private static String total(Map<String, String> summary) {
    return summary.getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0");
  }

  private static Stream<AuditEntry> entries(TableId source, IcebergGenerics.ScanBuilder scan) {
    CloseableIterable<Record> rows = scan.build();
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> AuditEntries.of(source, row))
        .onClose(() -> close(rows));
  }

  private static void close(Closeable rows) {
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a scan of an audit table", e);
    }
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
