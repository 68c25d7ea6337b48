package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.ledger.packed.PackedKey;
import io.tributary.runtime.RocksDbOptions;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.source.NewTables;
import io.tributary.testing.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The subtasks of a ledger step, restarted with any parallelism. */
public final class LedgerHarness implements AutoCloseable {

  private static final int MAX_PARALLELISM = 16;

  private static final LaneGroups GROUPS = new LaneGroups(MAX_PARALLELISM);

  /** So few that pages go all the time. */
  private static final long BYTES_FOR_PAGES = 5_000;

  private final Set<TableId> tables;
  private final LedgerStep.Purpose purpose;
  private boolean onDisk;
  private List<Counted> counted = List.of();
  private NewTables newTables = NewTables.ACCEPTED;
  private boolean acceptPartial;
  private final List<
          KeyedBroadcastOperatorTestHarness<Integer, ChangeEvent, ChangeEvent, RowTransition>>
      subtasks = new ArrayList<>();
  private final List<LedgerStep> functions = new ArrayList<>();

  public LedgerHarness(Set<TableId> tables, LedgerStep.Purpose purpose, boolean onDisk)
      throws Exception {
    this.tables = tables;
    this.purpose = purpose;
    this.onDisk = onDisk;
    open(1, null);
  }

  /** What is counted from the next restart on. */
  void count(Counted... all) {
    counted = List.of(all);
  }

  /** Has rows wait for no column from the next restart on. */
  void acceptPartial() {
    acceptPartial = true;
  }

  void judge(NewTables judge) {
    newTables = judge;
  }

  /** Lets the walk go on for a bite. */
  void walk() throws Exception {
    for (var subtask : subtasks) {
      subtask.setProcessingTime(subtask.getProcessingTime() + 1_000);
    }
  }

  /** A checkpoint, and what the subtasks say of their tables after it. */
  List<Filled> filledAfterCheckpoint() throws Exception {
    for (var subtask : subtasks) {
      subtask.snapshot(7, 7);
      subtask.notifyOfCompletedCheckpoint(7);
    }
    return take(LedgerOperator.FILLED);
  }

  /** What the subtasks have said on the side since the last call. */
  <T> List<T> take(OutputTag<T> tag) {
    List<T> all = new ArrayList<>();
    for (var subtask : subtasks) {
      Queue<StreamRecord<T>> said = subtask.getSideOutput(tag);
      if (said != null) {
        said.forEach(each -> all.add(each.getValue()));
        said.clear();
      }
    }
    return all;
  }

  public void process(RowChange... changes) throws Exception {
    for (RowChange change : changes) {
      process(change.event());
    }
  }

  /** Gives an event to the input, and to the subtask, that it belongs to. */
  public void process(ChangeEvent event) throws Exception {
    long timestamp = event.committedAtMicros() / 1000;
    if (event.op() != Op.TRUNCATE
        && !event.table().equals(TableId.HEARTBEAT)
        && !TableRewrites.isOne(event)) {
      int subtask =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              GROUPS.getKey(event), MAX_PARALLELISM, subtasks.size());
      subtasks.get(subtask).processElement(event, timestamp);
      return;
    }
    for (var subtask : subtasks) {
      subtask.processBroadcastElement(event, timestamp);
    }
  }

  void watermark(long timestamp) throws Exception {
    for (var subtask : subtasks) {
      subtask.watermark(timestamp);
    }
  }

  /** What was made since the last restart. */
  public List<RowTransition> transitions() {
    return subtasks.stream().flatMap(subtask -> subtask.extractOutputValues().stream()).toList();
  }

  /** What was made since the last call. */
  List<RowTransition> takeTransitions() {
    List<RowTransition> made = transitions();
    subtasks.forEach(subtask -> subtask.getOutput().clear());
    return made;
  }

  List<DeadLetter> deadLetters() {
    return take(DeadLetters.TAG);
  }

  /** What all subtasks counted since the last restart. */
  long counted(String name) {
    return functions.stream().mapToLong(function -> function.metrics().counted(name)).sum();
  }

  long entries() throws Exception {
    long count = 0;
    for (var subtask : subtasks) {
      LedgerOperator operator = (LedgerOperator) subtask.getTwoInputOperator();
      try (Stream<Tuple2<Integer, PackedKey>> lanes = operator.rows().lanes()) {
        count += lanes.count();
      }
    }
    return count;
  }

  long timers() {
    return subtasks.stream().mapToLong(subtask -> subtask.numEventTimeTimers()).sum();
  }

  /** Takes a savepoint and continues from it with this many subtasks. */
  public void restart(int parallelism) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (var subtask : subtasks) {
      states.add(subtask.snapshot(1, 1));
    }
    restart(parallelism, states);
  }

  /** Continues from what subtasks saved. */
  void restart(int parallelism, List<OperatorSubtaskState> states) throws Exception {
    close();
    open(
        parallelism,
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(new OperatorSubtaskState[0])));
  }

  /** Begins a snapshot of the only subtask, which is written when its futures are run. */
  OperatorSnapshotFutures begin(SnapshotType type) throws Exception {
    return ((AbstractStreamOperator<?>) subtasks.get(0).getTwoInputOperator())
        .snapshotState(
            2,
            2,
            new CheckpointOptions(type, CheckpointStorageLocationReference.getDefault()),
            new MemCheckpointStreamFactory(1 << 24));
  }

  /** Uses the other state backend from the next restart on. */
  void changeBackend() {
    onDisk = !onDisk;
  }

  private void open(int parallelism, @Nullable OperatorSubtaskState savepoint) throws Exception {
    int before = Math.max(1, subtasks.size());
    subtasks.clear();
    functions.clear();
    for (int i = 0; i < parallelism; i++) {
      Map<TableId, Set<String>> all = new HashMap<>();
      tables.forEach(table -> all.put(table, Set.of()));
      Counted.columns(counted).forEach(all::put);
      LedgerStep function = new LedgerStep(all, purpose, counted, acceptPartial, newTables);
      functions.add(function);
      var subtask =
          new KeyedBroadcastOperatorTestHarness<>(
              new LedgerOperator(function, GROUPS, BYTES_FOR_PAGES),
              GROUPS,
              Types.INT,
              MAX_PARALLELISM,
              parallelism,
              i);
      if (onDisk) {
        EmbeddedRocksDBStateBackend rocksDb = new EmbeddedRocksDBStateBackend();
        rocksDb.setRocksDBOptions(new RocksDbOptions());
        subtask.setStateBackend(rocksDb);
      }
      if (savepoint != null) {
        subtask.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                savepoint, MAX_PARALLELISM, before, parallelism, i));
      }
      subtask.open();
      subtasks.add(subtask);
    }
  }

  @Override
  public void close() throws Exception {
    for (var subtask : subtasks) {
      subtask.close();
    }
  }
}
