package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order in which partitions are read, the ledger ends with the database's rows, and
 * its history has each change once. Seeds are named by a failure; {@code -Dtributary.seed} sets
 * one.
 */
class TableEndsPropertyTest {

  private static final int HISTORIES = 150;
  private static final int STEPS = 250;

  @Test
  void endsWithTheRowsOfTheDatabaseInAnyOrderOfItsPartitions() throws Exception {
    Long given = Long.getLong("tributary.seed");
    long first = given == null ? System.nanoTime() : given;
    for (long seed = first; seed < first + (given == null ? HISTORIES : 1); seed++) {
      new Reading(seed, seed % 2 == 0).check();
    }
  }

  /** One way to read one history. */
  private static final class Reading {

    private final String seed;
    private final boolean patient;
    private final Random random;
    private final RandomDatabase database;
    private final int[] offsets = new int[RandomTopic.PARTITIONS + 1];
    private final List<ChangeEvent> due = new ArrayList<>();
    private final Map<RowKey, RowImage> derived = new HashMap<>();
    private final Map<List<Object>, Integer> recorded = new HashMap<>();
    private int snapshotsSeen;
    private long given;
    private long counted;
    private RandomDatabase.@Nullable Snapshot awaited;

    /**
     * @param patient whether a snapshot is complete only when all partitions are read past it, as
     *     it should be, and not at any moment
     */
    Reading(long seed, boolean patient) {
      this.seed = "-Dtributary.seed=" + seed;
      this.patient = patient;
      this.random = new Random(seed);
      this.database = new RandomDatabase(seed);
      database.run(STEPS);
    }

    void check() throws Exception {
      Set<TableId> tables = Set.of(RandomDatabase.ROWS.table());
      try (LedgerHarness present = new LedgerHarness(tables, LedgerStep.Purpose.PRESENT, false);
          LedgerHarness history = new LedgerHarness(tables, LedgerStep.Purpose.HISTORY, false);
          OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> lineage =
              new OneInputStreamOperatorTestHarness<>(new StreamMap<>(new Lineage(0)))) {
        lineage.open();
        while (hasMore()) {
          ChangeEvent event = next(lineage);
          if (event == null) {
            continue;
          }
          present.process(event);
          history.process(event);
          if (!event.table().equals(ChangeStream.HEARTBEAT) && event.op() != Op.TRUNCATE) {
            given++;
          }
          present.takeTransitions().forEach(this::derive);
          history.takeTransitions().forEach(this::record);
          if (random.nextInt(60) == 0) {
            count(present);
            present.restart(1 + random.nextInt(3));
            history.restart(1 + random.nextInt(3));
          }
        }
        count(present);
      }
      compare();
    }

    /** Every change the ledger was given is accounted for. */
    private void count(LedgerHarness ledger) {
      assertThat(
              ledger.counted(PipelineMetrics.TRANSITIONS)
                  + ledger.counted(PipelineMetrics.REPLAYS)
                  + ledger.counted(PipelineMetrics.UNCHANGED)
                  + ledger.counted(PipelineMetrics.SUPERSEDED))
          .as(seed)
          .isEqualTo(ledger.counted(PipelineMetrics.CHANGES));
      counted += ledger.counted(PipelineMetrics.CHANGES);
    }

    private boolean hasMore() {
      for (int i = 0; i < offsets.length; i++) {
        if (offsets[i] < database.topic().partition(i).size()) {
          return true;
        }
      }
      return !due.isEmpty();
    }

    /** The next event of some partition, or of the snapshot that is over; null for neither. */
    private @Nullable ChangeEvent next(
        OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> lineage) throws Exception {
      if (!due.isEmpty() && isComplete() && random.nextInt(5) == 0) {
        awaited = null;
        return due.remove(0);
      }
      int partition = random.nextInt(offsets.length);
      if (offsets[partition] == database.topic().partition(partition).size()) {
        return null;
      }
      lineage.processElement(database.topic().partition(partition).get(offsets[partition]++), 0);
      ChangeEvent event = lineage.extractOutputValues().get(0);
      lineage.getOutput().clear();
      if (!event.table().equals(ChangeStream.HEARTBEAT)) {
        return event;
      } else if (event.op() == Op.READ) {
        awaited = database.snapshots().get(snapshotsSeen++);
        due.clear();
        due.add(SnapshotRuns.complete(event.position(), event));
      }
      return null;
    }

    private boolean isComplete() {
      if (!patient || awaited == null) {
        return true;
      }
      for (int i = 0; i < offsets.length; i++) {
        if (offsets[i] < awaited.read().get(i)) {
          return false;
        }
      }
      return true;
    }

    private void derive(RowTransition transition) {
      RowKey key = Objects.requireNonNull(transition.key());
      boolean known = transition.before() == null || transition.before().isComplete();
      if (known) {
        assertThat(transition.before())
            .as("%s %s", seed, transition.op())
            .isEqualTo(derived.get(key));
      }
      if (transition.after() == null) {
        derived.remove(key);
      } else {
        derived.put(key, transition.after());
      }
    }

    private void record(RowTransition transition) {
      if (transition.snapshot() == SnapshotKind.NONE) {
        recorded.merge(
            identity(transition.op(), transition.key(), transition.position().lsn()),
            1,
            Integer::sum);
      } else if (transition.op() == Op.DELETE && patient) {
        assertThat(database.snapshots().get(snapshotsSeen - 1).rows())
            .as("%s: a row that the snapshot showed is no ghost", seed)
            .doesNotContain(id(transition));
      }
    }

    private static int id(RowTransition transition) {
      Object id = Objects.requireNonNull(transition.key()).columns().value(0);
      return ((Number) Objects.requireNonNull(id)).intValue();
    }

    private static List<Object> identity(Op op, @Nullable RowKey key, long lsn) {
      return List.of(op, key == null ? "" : key.text(), lsn);
    }

    private void compare() {
      Map<RowKey, RowImage> rows = new HashMap<>();
      database
          .committed()
          .forEach(
              (key, row) ->
                  rows.put(
                      RandomDatabase.ROWS.keyOf(key),
                      RandomDatabase.ROWS.image(key, row.v(), row.bio())));
      assertThat(derived).as(seed).isEqualTo(rows);
      Map<List<Object>, Integer> once = new HashMap<>();
      database
          .streamed()
          .forEach(event -> once.put(identity(event.op(), event.key(), event.position().lsn()), 1));
      assertThat(recorded).as(seed).isEqualTo(once);
      assertThat(counted).as(seed).isEqualTo(given);
    }
  }
}
