package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.testing.RandomTable;
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
 * Whatever the order in which partitions are written, read and applied, the ledger ends with the
 * database's rows, and its history has each change once, and no end of a row that a snapshot
 * showed. Seeds are named by a failure; {@code -Dtributary.seed} sets one.
 */
class TableHorizonsPropertyTest {

  private static final int HISTORIES = 150;
  private static final int STEPS = 250;

  /** One of so many keeps its rows in pages on RocksDB, which takes its time. */
  private static final int ON_DISK_OF = 20;

  /** The end of a snapshot, the change it is known with, and one for luck. */
  private static final int BEATS_TO_END = 3;

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
    private final boolean exact;
    private final Random random;
    private final RandomDatabase database;
    private final RandomReader reader;
    private final Map<RowKey, RowImage> derived = new HashMap<>();
    private final Map<List<Object>, Integer> recorded = new HashMap<>();
    private final SnapshotRunsHarness runs;
    private final LedgerHarness present;
    private final LedgerHarness history;
    private int snapshotsSeen;
    private long given;
    private long counted;
    private @Nullable ChangeEvent due;

    /**
     * @param exact whether rows are ended when marks of freshness say so, and not at any moment
     *     after the heartbeat's row came
     */
    Reading(long seed, boolean exact) throws Exception {
      this.seed = "-Dtributary.seed=" + seed;
      this.exact = exact;
      this.random = new Random(seed);
      this.database = new RandomDatabase(seed);
      this.reader = new RandomReader(database.topic(), random);
      Set<TableId> tables = Set.of(RandomTable.ROWS.table());
      this.runs = new SnapshotRunsHarness(tables, true);
      boolean onDisk = seed % ON_DISK_OF == 0;
      this.present = new LedgerHarness(tables, LedgerStep.Purpose.PRESENT, onDisk);
      this.history = new LedgerHarness(tables, LedgerStep.Purpose.HISTORY, onDisk);
    }

    void check() throws Exception {
      try (present;
          history;
          runs;
          OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> lineage =
              new OneInputStreamOperatorTestHarness<>(new StreamMap<>(new Lineage(0)))) {
        lineage.open();
        database.run(STEPS);
        read(lineage);
        for (int beats = 0; beats < BEATS_TO_END; beats++) {
          database.beat();
          read(lineage);
        }
        count(present);
      }
      compare();
    }

    private void read(OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> lineage)
        throws Exception {
      while (reader.hasMore() || due != null) {
        ChangeEvent event = reader.step();
        if (event != null) {
          lineage.processElement(event, 0);
          take(lineage.extractOutputValues().get(0));
          lineage.getOutput().clear();
        }
        runs.process(reader.marks());
        if (due != null && random.nextInt(20) == 0) {
          apply(due);
          due = null;
        }
      }
    }

    private void take(ChangeEvent event) throws Exception {
      if (!event.table().equals(TableId.HEARTBEAT)) {
        given += event.op() == Op.TRUNCATE ? 0 : 1;
        apply(event);
        return;
      }
      boolean isRun = event.op() == Op.READ;
      snapshotsSeen += isRun ? 1 : 0;
      if (!exact) {
        due = isRun ? SnapshotRuns.complete(event.position(), event) : due;
        return;
      }
      for (ChangeEvent complete : runs.process(event)) {
        if (complete.op() == Op.READ) {
          apply(complete);
        }
      }
    }

    private void apply(ChangeEvent event) throws Exception {
      present.process(event);
      history.process(event);
      present.takeTransitions().forEach(this::derive);
      history.takeTransitions().forEach(this::record);
      if (random.nextInt(60) == 0) {
        count(present);
        present.restart(1 + random.nextInt(3));
        history.restart(1 + random.nextInt(3));
        runs.restart();
      }
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
      } else if (transition.op() == Op.DELETE && exact) {
        assertThat(database.snapshots().get(snapshotsSeen - 1))
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
                      RandomTable.ROWS.keyOf(key),
                      RandomTable.ROWS.image(key, row.v(), row.bio())));
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
