package io.tributary.runtime.ledger;

import io.tributary.event.TableId;
import io.tributary.ledger.packed.PackedKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a subtask's rows for those that are kept as they were before DDL rewrote them, some
 * at a time between the changes, and reports what it finds. That there are some is reported at
 * once; that there are none, when a checkpoint is complete whose barrier came after: then the
 * changes that replaced them have arrived everywhere.
 */
final class RewriteWalk implements AutoCloseable {

  private final RewrittenRows rewritten;
  private final Rows rows;
  private final TaskInfo task;
  private final Consumer<Rewritten> out;
  private final PendingReports<Rewritten> pending = new PendingReports<>();
  private final Map<String, Rewritten> reported = new HashMap<>();
  private Set<TableId> tables = Set.of();
  private @Nullable Walk<Tuple2<Integer, PackedKey>> walk;

  /** What has been restored needs no checkpoint. */
  RewriteWalk(RewrittenRows rewritten, Rows rows, TaskInfo task, Consumer<Rewritten> out) {
    this.rewritten = rewritten;
    this.rows = rows;
    this.task = task;
    this.out = out;
    pending.add(PendingReports.RESTORED, rewritten.reports(task));
  }

  /**
   * Goes on for some rows, or sees whether there is reason to begin.
   *
   * @return whether there are others
   */
  boolean goOn(Walk.Visit<Tuple2<Integer, PackedKey>> visit) throws Exception {
    checkpointed(PendingReports.RESTORED);
    if (walk == null) {
      tables = rewritten.beginWalk();
      walk = tables.isEmpty() ? null : new Walk<>(rows.lanes());
    }
    if (walk != null && !walk.goOn(visit)) {
      close();
      walk = null;
      rewritten.endWalk(tables);
    }
    rewritten.reports(task).stream().filter(each -> !each.told()).forEach(this::report);
    return walk != null;
  }

  void beforeSnapshot(long checkpoint) {
    pending.add(checkpoint, rewritten.reports(task).stream().filter(Rewritten::told).toList());
  }

  /** A checkpoint is complete. */
  void checkpointed(long checkpoint) {
    List<Rewritten> news = pending.completed(checkpoint);
    if (!news.isEmpty()) {
      List<Rewritten> still = rewritten.reports(task);
      news.stream().filter(still::contains).forEach(this::report);
    }
  }

  private void report(Rewritten news) {
    if (!news.equals(reported.put(news.table(), news))) {
      out.accept(news);
    }
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
    }
  }
}
