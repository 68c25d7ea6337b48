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
 * at a time between the changes, and says what it finds. That there are some is said at once; that
 * there are none, when a checkpoint is complete whose barrier came after: then what told them has
 * arrived everywhere.
 */
final class RewriteWalk implements AutoCloseable {

  private final RewrittenRows rewritten;
  private final Rows rows;
  private final TaskInfo task;
  private final Consumer<Rewritten> out;
  private final Unsaid<Rewritten> unsaid = new Unsaid<>();
  private final Map<String, Rewritten> said = new HashMap<>();
  private Set<TableId> tables = Set.of();
  private @Nullable Walk<Tuple2<Integer, PackedKey>> walk;

  /** What has been restored needs no checkpoint. */
  RewriteWalk(RewrittenRows rewritten, Rows rows, TaskInfo task, Consumer<Rewritten> out) {
    this.rewritten = rewritten;
    this.rows = rows;
    this.task = task;
    this.out = out;
    unsaid.add(Unsaid.RESTORED, rewritten.said(task));
  }

  /**
   * Goes on for some rows, or sees whether there is reason to begin.
   *
   * @return whether there are others
   */
  boolean goOn(Walk.Visit<Tuple2<Integer, PackedKey>> visit) throws Exception {
    checkpointed(Unsaid.RESTORED);
    if (walk == null) {
      tables = rewritten.beginWalk();
      walk = tables.isEmpty() ? null : new Walk<>(rows.lanes());
    }
    if (walk != null && !walk.goOn(visit)) {
      close();
      walk = null;
      rewritten.endWalk(tables);
    }
    rewritten.said(task).stream().filter(each -> !each.told()).forEach(this::say);
    return walk != null;
  }

  void beforeSnapshot(long checkpoint) {
    unsaid.add(checkpoint, rewritten.said(task).stream().filter(Rewritten::told).toList());
  }

  /** A checkpoint is complete. */
  void checkpointed(long checkpoint) {
    List<Rewritten> news = unsaid.completed(checkpoint);
    if (!news.isEmpty()) {
      List<Rewritten> still = rewritten.said(task);
      news.stream().filter(still::contains).forEach(this::say);
    }
  }

  private void say(Rewritten news) {
    if (!news.equals(said.put(news.table(), news))) {
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
