package io.tributary.runtime.ledger;

import io.tributary.event.TableId;
import io.tributary.ledger.packed.PackedKey;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through a subtask's rows for those that have to be counted in something new, some at a time
 * between the changes. What has been filled is reported once a checkpoint is complete whose barrier
 * came after: then all transitions that filling emitted have arrived.
 */
final class FillWalk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FillWalk.class);

  private final Filling filling;
  private final Rows rows;
  private final TaskInfo task;
  private final Consumer<Filled> out;
  private final PendingReports<Filled> pending = new PendingReports<>();
  private List<Filled> reported = List.of();
  private @Nullable Walk<Tuple2<Integer, PackedKey>> walk;

  /** What has been restored needs no checkpoint. */
  FillWalk(Filling filling, Rows rows, TaskInfo task, Consumer<Filled> out) {
    this.filling = filling;
    this.rows = rows;
    this.task = task;
    this.out = out;
    beforeSnapshot(PendingReports.RESTORED);
  }

  /**
   * Goes on for some rows, or sees whether there is reason to begin.
   *
   * @return whether there are others
   */
  boolean goOn(Walk.Visit<Tuple2<Integer, PackedKey>> visit) throws Exception {
    checkpointed(PendingReports.RESTORED);
    if (walk == null && filling.progress().needsWalk()) {
      filling.progress().begin();
      walk = new Walk<>(rows.lanes());
    }
    if (walk == null) {
      return false;
    }
    if (!walk.goOn(visit)) {
      close();
      walk = null;
      filling.progress().end();
      filling.incomplete().forEach(this::askForRows);
    }
    return true;
  }

  /** Whether nothing is left to be counted, so that there is no reason to go on. */
  boolean isOver() {
    return filling.progress().isComplete();
  }

  /** Comes to the end, as there is no time left to pause. */
  void finish(Walk.Visit<Tuple2<Integer, PackedKey>> visit) throws Exception {
    while (walk != null || filling.progress().needsWalk()) {
      goOn(visit);
    }
  }

  private void askForRows(TableId table) {
    LOG.info(
        "{} rows of {} lack columns that its rollups need now; they come with changes of the rows,"
            + " or all at once by an incremental snapshot of the table: tributary rollup signal. A row"
            + " whose record became a dead letter comes with tributary dlq replay",
        filling.progress().rowsLeft(table),
        table);
  }

  void beforeSnapshot(long checkpoint) {
    pending.add(checkpoint, filling.reports(task));
  }

  /** A checkpoint is complete. */
  void checkpointed(long checkpoint) {
    List<Filled> news = pending.completed(checkpoint);
    if (!news.isEmpty() && !news.equals(reported)) {
      reported = news;
      reported.forEach(out);
    }
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
    }
  }
}
