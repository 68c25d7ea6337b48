package io.tributary.runtime.freshness;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import java.io.Serial;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Emits how fresh all tables are where one reader streams every change in the order of commits.
 *
 * <p>A heartbeat that is streamed follows everything that was committed before it. Once a
 * checkpoint is complete whose barrier came after the heartbeat, every step has done all of that
 * and the sinks have written it. So each checkpoint proves the last heartbeat before it. Runs once,
 * because heartbeats come from whichever subtask streams.
 */
public final class FollowHeartbeats extends FreshnessEmitter
    implements OneInputStreamOperator<ChangeEvent, TableFreshness> {

  @Serial private static final long serialVersionUID = 1L;

  private final Set<TableId> tables;
  private transient @Nullable ChangeEvent latest;
  private transient TreeMap<Long, ChangeEvent> proofs;
  private transient long asOfMillis;

  @SuppressWarnings("NullAway.Init") // Flink initializes an operator before it uses it.
  FollowHeartbeats(Set<TableId> tables) {
    this.tables = Set.copyOf(tables);
  }

  /** The marks of these tables, with the watermark of the heartbeats. */
  public static SingleOutputStreamOperator<TableFreshness> of(
      DataStream<ChangeEvent> heartbeats, Set<TableId> tables) {
    return heartbeats
        .transform(
            "freshness of tables",
            TypeInformation.of(TableFreshness.class),
            new FollowHeartbeats(tables))
        .uid(UID)
        .setParallelism(1);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    proofs = new TreeMap<>();
    asOfMillis = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<ChangeEvent> heartbeat) {
    if (heartbeat.getValue().position().streamed()) {
      latest = heartbeat.getValue();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (latest != null) {
      proofs.put(context.getCheckpointId(), latest);
      latest = null;
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map.Entry<Long, ChangeEvent> proven = proofs.floorEntry(checkpointId);
    proofs.headMap(checkpointId, true).clear();
    if (proven != null) {
      prove(proven.getValue());
    }
  }

  private void prove(ChangeEvent heartbeat) {
    long committedAt = Math.floorDiv(heartbeat.committedAtMicros(), 1000L);
    if (committedAt > asOfMillis) {
      asOfMillis = committedAt;
      long lsn = heartbeat.position().lsn();
      tables.forEach(table -> emit(new TableFreshness(table, committedAt, lsn, true)));
    }
  }
}
