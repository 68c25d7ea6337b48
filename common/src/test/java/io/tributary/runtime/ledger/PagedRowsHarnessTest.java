package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Lsn;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.ledger.packed.RandomLanes;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * The ledger's rows in pages on RocksDB, of which hardly any are in memory, beside a map, with keys
 * of many forms and rows that grow and shrink. {@code -Dtributary.seed=N} repeats one.
 */
class PagedRowsHarnessTest {

  private static final Rows NOTES =
      Rows.of("public.notes").column("id", TEXT).column("text", TEXT).key("id");
  private static final int STEPS = 2_000;
  private static final List<SnapshotType> SNAPSHOTS =
      List.of(
          CheckpointType.CHECKPOINT,
          SavepointType.savepoint(SavepointFormatType.CANONICAL),
          SavepointType.savepoint(SavepointFormatType.NATIVE));

  private final long seed = Long.getLong("tributary.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomLanes keys = new RandomLanes(random);
  private final Map<String, String> rows = new HashMap<>();
  private final Set<String> known = new TreeSet<>();
  private LedgerHarness ledger;
  private long lsn;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerHarness(Set.of(NOTES.table()), LedgerStep.Purpose.PRESENT, true);
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @RepeatedTest(2)
  void knowsEveryRowThroughRestartsAndRescaling() throws Exception {
    for (int i = 0; i < STEPS; i++) {
      change(keys.key());
      if (random.nextInt(400) == 0) {
        ledger.restart(1 + random.nextInt(4));
      }
    }
    assertThat(ledger.entries()).as(seed()).isEqualTo(known.size());
    truncate();
  }

  /**
   * Changes behind a snapshot are not in it, whether RocksDB was told of them or not, and those
   * before one that failed are in the next.
   */
  @Test
  void continuesFromWhatWasSavedAfterACrash() throws Exception {
    for (SnapshotType type : SNAPSHOTS) {
      changeAny();
      ledger.begin(type).cancel();
      changeAny();
      OperatorSubtaskState saved =
          new OperatorSnapshotFinalizer(ledger.begin(type)).getJobManagerOwnedState();
      Map<String, String> rowsBefore = Map.copyOf(rows);
      Set<String> knownBefore = Set.copyOf(known);
      changeAny();
      ledger.restart(1, List.of(saved));
      rows.clear();
      rows.putAll(rowsBefore);
      known.clear();
      known.addAll(knownBefore);
      assertThat(ledger.entries()).as("%s of %s", seed(), type).isEqualTo(known.size());
      for (String key : List.copyOf(rows.keySet())) {
        change(key);
      }
    }
  }

  private void changeAny() throws Exception {
    for (int i = 0; i < STEPS / 6; i++) {
      change(keys.key());
    }
  }

  /** What is only in memory is passed by, too. */
  private void truncate() throws Exception {
    ledger.takeTransitions();
    ledger.process(NOTES.truncate(next()));
    assertThat(ledger.takeTransitions()).as(seed()).hasSize(rows.size());
    assertThat(ledger.entries()).as(seed()).isZero();
  }

  private void change(String key) throws Exception {
    String before = rows.get(key);
    if (before == null) {
      rows.put(key, text());
      process(NOTES.insert(next()).set("id", key).set("text", rows.get(key)), null, rows.get(key));
    } else if (random.nextInt(4) == 0) {
      rows.remove(key);
      process(NOTES.delete(next()).was("id", key), before, null);
    } else {
      rows.put(key, text());
      process(
          NOTES.update(next()).set("id", key).set("text", rows.get(key)), before, rows.get(key));
    }
    known.add(key);
  }

  private void process(RowChange change, @Nullable String before, @Nullable String after)
      throws Exception {
    ledger.process(change);
    List<RowTransition> made = ledger.takeTransitions();
    assertThat(made).as(seed()).hasSize(1);
    assertThat(text(made.get(0).before())).as(seed()).isEqualTo(before);
    assertThat(text(made.get(0).after())).as(seed()).isEqualTo(after);
  }

  private static @Nullable Object text(@Nullable RowImage image) {
    return image == null ? null : image.value("text");
  }

  /** Now and then so long that the row is kept apart, or longer than all that is in memory. */
  private String text() {
    int length =
        switch (random.nextInt(20)) {
          case 0 -> random.nextInt(60) == 0 ? 1 << 20 : random.nextInt(8_000);
          default -> 40 + random.nextInt(4);
        };
    return String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
  }

  private String next() {
    lsn += 0x10;
    return new Lsn(lsn).toString();
  }

  private String seed() {
    return "-Dtributary.seed=" + seed;
  }
}
