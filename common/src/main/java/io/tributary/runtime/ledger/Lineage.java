package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Origin;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Makes the positions of one partition comparable with those of all others.
 *
 * <p>A connector that has not seen a commit yet names none: its snapshot's rows, and the first
 * transaction after, have no commit position. The rows get the snapshot's own LSN, before which
 * every earlier change was committed. The transaction's changes get their own LSN, or that of the
 * snapshot where it is the greater: the transaction may have begun before. That snapshot is known
 * by its rows on the same partition. Where it had none there, what the transaction wrote before the
 * snapshot is taken for older than it is.
 *
 * <p>So a second snapshot of the same database is above all that was streamed before it, and no
 * epoch is needed. One of a database that was restored, or replaced, need not be: then the
 * heartbeat's row, which every snapshot of everything has, fails the job, unless {@code
 * source.epoch} says that positions start over. Of other rows a lower one can be a dead letter that
 * is tried again. The epoch is stamped on every change that is read from then on.
 */
public final class Lineage extends RichMapFunction<ChangeEvent, ChangeEvent>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** Permanent, as what is known of each partition is kept under it. */
  public static final String UID = "lineage";

  private static final TypeInformation<Tuple5<String, Integer, Integer, Long, Long>> PARTITION =
      Types.TUPLE(Types.STRING, Types.INT, Types.INT, Types.LONG, Types.LONG);

  private record PartitionId(String topic, int partition) {}

  /** What a partition has shown in the present epoch. */
  private static final class Partition {
    private long snapshot;
    private long commit;
  }

  private final int epoch;
  private transient ListState<Tuple5<String, Integer, Integer, Long, Long>> state;
  private transient Map<PartitionId, Partition> partitions;
  private transient String lastTopic;
  private transient int lastPartition;
  private transient Partition last;

  @SuppressWarnings("NullAway.Init") // Flink initializes a function before it uses it.
  public Lineage(int epoch) {
    this.epoch = epoch;
  }

  @Override
  public ChangeEvent map(ChangeEvent event) {
    SourcePosition position = event.position();
    long commit = position.commitPosition();
    if (event.table().equals(TableId.HEARTBEAT)) {
      check(event, partition(event.origin()));
    }
    if (commit == 0) {
      commit = commit(event, partition(event.origin()));
    }
    return epoch == position.epoch() && commit == position.commitPosition()
        ? event
        : at(event, commit);
  }

  private void check(ChangeEvent beat, Partition partition) {
    SourcePosition position = beat.position();
    if (position.streamed()) {
      partition.commit = greater(partition.commit, position.commitPosition());
    } else if (beat.snapshot() == SnapshotKind.INITIAL
        && position.lsn() != 0
        && Long.compareUnsigned(position.lsn(), partition.commit) < 0) {
      throw new IllegalStateException(
          ("the snapshot of which %s is a row stands before changes that were read earlier: the"
                  + " database was restored or replaced. Set source.epoch to %d, start the jobs"
                  + " from their latest savepoint or checkpoint, and have the snapshot read again")
              .formatted(beat.origin(), epoch + 1));
    }
  }

  private static long commit(ChangeEvent event, Partition partition) {
    long lsn = event.position().lsn();
    if (event.snapshot() == SnapshotKind.INITIAL) {
      partition.snapshot = greater(partition.snapshot, lsn);
    }
    if (!event.position().streamed() && lsn != 0) {
      return lsn;
    }
    return greater(partition.snapshot, lsn);
  }

  private ChangeEvent at(ChangeEvent event, long commit) {
    SourcePosition own = event.position();
    return new ChangeEvent(
        event.table(),
        event.op(),
        event.key(),
        event.before(),
        event.after(),
        event.linkedKey(),
        new SourcePosition(
            epoch, commit, own.streamed(), own.lsn(), own.transactionOrder(), own.op()),
        event.txId(),
        event.snapshot(),
        event.committedAtMicros(),
        event.origin());
  }

  /** Records of one partition mostly follow one another. */
  private Partition partition(Origin origin) {
    if (last == null || origin.partition() != lastPartition || !origin.topic().equals(lastTopic)) {
      lastTopic = origin.topic();
      lastPartition = origin.partition();
      last =
          partitions.computeIfAbsent(
              new PartitionId(lastTopic, lastPartition), any -> new Partition());
    }
    return last;
  }

  /** Every subtask knows every partition: whichever of them it reads after a restore. */
  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    partitions = new HashMap<>();
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("partitions", PARTITION));
    for (Tuple5<String, Integer, Integer, Long, Long> saved : state.get()) {
      if (saved.f2 > epoch) {
        throw new IllegalStateException(
            "source.epoch is %d and was %d: it cannot be lowered".formatted(epoch, saved.f2));
      } else if (saved.f2 == epoch) {
        Partition known =
            partitions.computeIfAbsent(new PartitionId(saved.f0, saved.f1), any -> new Partition());
        known.snapshot = greater(known.snapshot, saved.f3);
        known.commit = greater(known.commit, saved.f4);
      }
    }
  }

  private static long greater(long left, long right) {
    return Long.compareUnsigned(left, right) >= 0 ? left : right;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.clear();
    for (Map.Entry<PartitionId, Partition> entry : partitions.entrySet()) {
      PartitionId id = entry.getKey();
      Partition known = entry.getValue();
      state.add(Tuple5.of(id.topic(), id.partition(), epoch, known.snapshot, known.commit));
    }
  }
}
