package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;

import io.tributary.event.Lsn;
import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;

/**
 * Inserts with the ids 1, 2, 3 …, a group of them between each two checkpoints, so that a test can
 * fail a job at a known place: change 45 comes after the checkpoint that covers change 40 and is
 * part of none before the one that covers change 60.
 */
@SuppressWarnings("deprecation") // The way of Flink 1.20 to a source that knows its checkpoints.
final class PacedChanges
    implements SourceFunction<RowTransition>, CheckpointedFunction, CheckpointListener {

  static final Rows EVENTS =
      Rows.of("public.events").column("id", BIGINT).column("kind", TEXT).key("id");
  static final int GROUP = 20;

  private static final long serialVersionUID = 1L;

  private final long total;
  private long sent;
  private long covered;
  private transient Map<Long, Long> sentByCheckpoint = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // Set by initializeState, which Flink calls first.
  private transient ListState<Long> state;

  private volatile boolean cancelled;

  PacedChanges(long total) {
    this.total = total;
  }

  static List<String> idsUpTo(long total) {
    return LongStream.rangeClosed(1, total).mapToObj(Long::toString).toList();
  }

  @Override
  public void run(SourceContext<RowTransition> context) throws Exception {
    Object checkpointLock = context.getCheckpointLock();
    synchronized (checkpointLock) {
      while (sent < total && !cancelled) {
        for (int i = 0; i < GROUP && sent < total; i++) {
          sent++;
          context.collect(change(sent));
        }
        while (covered < sent && !cancelled) {
          checkpointLock.wait(10);
        }
      }
    }
  }

  static RowTransition change(long id) {
    return EVENTS
        .insert(new Lsn(0x100 + id).toString())
        .set("id", id)
        .set("kind", "click")
        .transition();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(sent));
    sentByCheckpoint.put(context.getCheckpointId(), sent);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    sentByCheckpoint = new HashMap<>();
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("sent", LongSerializer.INSTANCE));
    for (long restored : state.get()) {
      sent = restored;
      covered = restored;
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    covered = Math.max(covered, sentByCheckpoint.getOrDefault(checkpointId, covered));
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
