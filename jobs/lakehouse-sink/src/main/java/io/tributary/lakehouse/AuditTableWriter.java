package io.tributary.lakehouse;

import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one source table to files of its audit table, one open file per commit day,
 * and widens the table where a change has columns that it lacks.
 */
final class AuditTableWriter {

  private final Table table;
  private final int subtask;
  private final long attempt;
  private final List<DataFile> finished = new ArrayList<>();
  private AuditRows rows;
  private PartitionKey partition;
  private @Nullable FanoutDataWriter<StructLike> open;

  AuditTableWriter(Table table, int subtask, long attempt) {
    this.table = table;
    this.subtask = subtask;
    this.attempt = attempt;
    this.rows = new AuditRows(table);
    this.partition = new PartitionKey(table.spec(), table.schema());
  }

  Table table() {
    return table;
  }

  void write(RowTransition change, long ingestedAtMicros) throws IOException {
    if (!rows.cover(change)) {
      widen(change);
    }
    StructLike row = rows.row(change, ingestedAtMicros);
    partition.partition(row);
    writer().write(row, table.spec(), partition);
  }

  /** The files written since the last call. */
  List<DataFile> finish() throws IOException {
    closeFiles();
    List<DataFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  private void widen(RowTransition change) throws IOException {
    closeFiles();
    table.refresh();
    if (change.key() != null) {
      AuditEvolution.widen(
          table, change.key().columns().schema(), AuditColumn.KEY, AuditColumn.LINKED_KEY);
    }
    widen(change.before());
    widen(change.after());
    rows = new AuditRows(table);
    partition = new PartitionKey(table.spec(), table.schema());
  }

  private void widen(@Nullable RowImage image) {
    if (image != null) {
      AuditEvolution.widen(table, image.schema(), AuditColumn.BEFORE, AuditColumn.AFTER);
    }
  }

  private FanoutDataWriter<StructLike> writer() {
    FanoutDataWriter<StructLike> writer = open;
    if (writer == null) {
      writer =
          new FanoutDataWriter<>(
              new AuditFiles(table),
              OutputFileFactory.builderFor(table, subtask, attempt)
                  .format(AuditFiles.FORMAT)
                  .build(),
              table.io(),
              PropertyUtil.propertyAsLong(
                  table.properties(),
                  TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                  TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
      open = writer;
    }
    return writer;
  }

  void closeFiles() throws IOException {
    FanoutDataWriter<StructLike> writer = open;
    open = null;
    if (writer != null) {
      writer.close();
      finished.addAll(writer.result().dataFiles());
    }
  }
}
