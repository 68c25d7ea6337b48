package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches to their audit tables, one snapshot for each table and checkpoint.
 *
 * <p>A commit can succeed without its answer arriving, and Flink then brings its batches again, in
 * the same job or in one that was started from the same checkpoint or savepoint. So a snapshot
 * names its batches, and a batch that an ancestor of the table's current snapshot names is not
 * committed again. The name is the batch's own: unlike the id of a job and the number of a
 * checkpoint, it means the same after every kind of restart.
 */
final class AuditCommitter implements Committer<AuditBatch> {

  /** The property of a snapshot that names the batches in it. */
  static final String BATCHES = "tributary.batches";

  private final LakehouseConfig config;
  private @Nullable LakehouseCatalog catalog;

  AuditCommitter(LakehouseConfig config) {
    this.config = config;
  }

  @Override
  public void commit(Collection<CommitRequest<AuditBatch>> requests) {
    Map<TableId, List<CommitRequest<AuditBatch>>> byTable =
        requests.stream()
            .collect(
                Collectors.groupingBy(
                    request -> request.getCommittable().source(),
                    TreeMap::new,
                    Collectors.toList()));
    byTable.forEach(this::commit);
  }

  private void commit(TableId source, List<CommitRequest<AuditBatch>> requests) {
    Table table =
        catalog()
            .find(source)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the audit table of "
                            + source
                            + " was dropped while changes for it were being written; restart the"
                            + " job from a checkpoint before that"));
    Set<String> present = batches(history(table));
    List<AuditBatch> missing = new ArrayList<>();
    for (CommitRequest<AuditBatch> request : requests) {
      if (present.contains(request.getCommittable().id())) {
        request.signalAlreadyCommitted();
      } else {
        missing.add(request.getCommittable());
      }
    }
    if (!missing.isEmpty()) {
      append(table, missing);
    }
  }

  private static void append(Table table, List<AuditBatch> batches) {
    List<String> ids = batches.stream().map(AuditBatch::id).toList();
    AppendFiles append = table.newAppend().set(BATCHES, String.join(",", ids));
    batches.forEach(batch -> batch.dataFiles(table).forEach(append::appendFile));
    // Iceberg asks again when it has to repeat the commit because somebody else's came first: a
    // task that Flink has given up for lost can be that somebody.
    append.validateWith(history -> batches(history).stream().noneMatch(ids::contains));
    append.commit();
  }

  private static Iterable<Snapshot> history(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null
        ? List.of()
        : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot);
  }

  private static Set<String> batches(Iterable<Snapshot> history) {
    Set<String> batches = new HashSet<>();
    for (Snapshot snapshot : history) {
      String ids = snapshot.summary().get(BATCHES);
      if (ids != null) {
        batches.addAll(Arrays.asList(ids.split(",", -1)));
      }
    }
    return batches;
  }

  /** Opened when it is needed: of the committer's subtasks only one ever commits. */
  private LakehouseCatalog catalog() {
    LakehouseCatalog opened = catalog;
    if (opened == null) {
      opened = LakehouseCatalog.open(config);
      catalog = opened;
    }
    return opened;
  }

  @Override
  public void close() throws IOException {
    if (catalog != null) {
      catalog.close();
    }
  }
}
