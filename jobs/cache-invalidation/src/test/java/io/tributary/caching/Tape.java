package io.tributary.caching;

import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.SourceFunction;

/**
 * A topic of one partition in this JVM. A test appends records while a job reads them; the job goes
 * on where its last checkpoint stood, and can be made to fail, so that records are replayed.
 */
final class Tape implements ChangeSource, AutoCloseable {

  private static final Map<Integer, Tape> TAPES = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final int id = COUNT.incrementAndGet();
  private final List<RawRecord> records = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresDue = new AtomicInteger();
  private volatile int read;
  private volatile int inCheckpoint;

  Tape() {
    TAPES.put(id, this);
  }

  void append(RawRecord record) {
    records.add(record);
  }

  /** How many records a completed checkpoint covers. */
  int inCheckpoint() {
    return inCheckpoint;
  }

  /** How many records the job has read, the replayed ones once. */
  int read() {
    return read;
  }

  /** Fails the job once, wherever it is. */
  void failJob() {
    failuresDue.incrementAndGet();
  }

  @Override
  public void close() {
    TAPES.remove(id);
  }

  @Override
  @SuppressWarnings("deprecation")
  public DataStream<RawRecord> read(StreamExecutionEnvironment env, Set<TableId> tables) {
    return env.addSource(new Reader(id)).returns(RawRecord.class).setParallelism(1).uid("tape");
  }

  @SuppressWarnings("deprecation") // Its successor takes four classes to say the same.
  private static final class Reader
      implements SourceFunction<RawRecord>, CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private final int tape;
    private final Map<Long, Integer> positions = new ConcurrentHashMap<>();
    private transient ListState<Integer> position;
    private transient int next;
    private volatile boolean cancelled;

    private Reader(int tape) {
      this.tape = tape;
    }

    @Override
    public void run(SourceContext<RawRecord> out) throws Exception {
      while (!cancelled) {
        Tape from = TAPES.get(tape);
        if (from == null) {
          return;
        }
        if (from.failuresDue.getAndUpdate(due -> Math.max(0, due - 1)) > 0) {
          throw new IllegalStateException("the test lets the job fail");
        }
        if (next == from.records.size()) {
          Thread.sleep(1);
          continue;
        }
        synchronized (out.getCheckpointLock()) {
          out.collect(from.records.get(next++));
        }
        from.read = Math.max(from.read, next);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      position.update(List.of(next));
      positions.put(context.getCheckpointId(), next);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      position =
          context.getOperatorStateStore().getListState(new ListStateDescriptor<>("p", Types.INT));
      for (int restored : position.get()) {
        next = restored;
      }
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      Tape from = TAPES.get(tape);
      if (from != null) {
        from.inCheckpoint = positions.getOrDefault(checkpoint, 0);
      }
    }
  }
}
