package io.tributary.lakehouse;

import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.lakehouse.logic.StoredValue;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.IOUtils;
import org.apache.iceberg.DataFile;

/** Writes changes to files of their audit tables; what it wrote counts once it is committed. */
final class AuditWriter implements CommittingSinkWriter<RowTransition, AuditBatch> {

  private final LakehouseCatalog catalog;
  private final int subtask;
  private final int attempt;
  private final Counter written;
  private final Map<TableId, AuditTableWriter> tables = new HashMap<>();

  AuditWriter(LakehouseCatalog catalog, int subtask, int attempt, Counter written) {
    this.catalog = catalog;
    this.subtask = subtask;
    this.attempt = attempt;
    this.written = written;
  }

  @Override
  public void write(RowTransition change, Context context) throws IOException {
    table(change.table()).write(change, StoredValue.microsOf(Instant.now()));
    written.inc();
  }

  @Override
  public void flush(boolean endOfInput) {
    // Files are finished by prepareCommit, which follows every flush.
  }

  @Override
  public Collection<AuditBatch> prepareCommit() throws IOException {
    List<AuditBatch> batches = new ArrayList<>();
    for (Map.Entry<TableId, AuditTableWriter> table : tables.entrySet()) {
      List<DataFile> files = table.getValue().finish();
      if (!files.isEmpty()) {
        String id = UUID.randomUUID().toString();
        batches.add(AuditBatch.of(id, table.getKey(), table.getValue().table(), files));
      }
    }
    return batches;
  }

  private AuditTableWriter table(TableId source) {
    AuditTableWriter table = tables.get(source);
    if (table == null) {
      table = new AuditTableWriter(catalog.auditTable(source), subtask, attempt);
      tables.put(source, table);
    }
    return table;
  }

  @Override
  public void close() throws Exception {
    List<AutoCloseable> parts = new ArrayList<>();
    tables.values().forEach(table -> parts.add(table::closeFiles));
    parts.add((Closeable) catalog);
    IOUtils.closeAll(parts);
  }
}
