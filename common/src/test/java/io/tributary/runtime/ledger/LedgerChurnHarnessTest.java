package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Lsn;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows come, change and go, generation by generation, a day of database time each: the ledger keeps
 * the live ones and those that it has to guard against replays. {@code -Dtributary.long=true} makes
 * it fifty times as many.
 */
class LedgerChurnHarnessTest {

  private static final int GENERATIONS = Boolean.getBoolean("tributary.long") ? 2_000 : 40;
  private static final int ROWS = 50;
  private static final Duration GENERATION = Duration.ofDays(1);
  private static final Instant START = Instant.parse("2026-02-28T12:00:00Z");
  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  /** Those that live, those that are guarded, and those whose moment has just come. */
  private static final long MOST_ENTRIES = ROWS * (2 + LedgerStep.TOMBSTONE_RETENTION.toDays());

  private Instant now = START;
  private long lsn;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsTheLiveRowsAndThoseThatAReplayCouldBringBack(boolean onDisk) throws Exception {
    try (LedgerHarness ledger =
        new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.DIFFERENCES, onDisk)) {
      for (int generation = 0; generation < GENERATIONS; generation++) {
        now = now.plus(GENERATION);
        ledger.watermark(now.toEpochMilli());
        live(ledger, generation);
        leave(ledger, generation - 1);
        assertThat(ledger.takeTransitions()).hasSize(generation == 0 ? ROWS * 2 : ROWS * 3);
        assertThat(ledger.entries()).isLessThanOrEqualTo(MOST_ENTRIES);
        assertThat(ledger.timers()).isLessThanOrEqualTo(ledger.entries());
        if (generation == GENERATIONS / 2) {
          ledger.restart(2);
        }
      }
      now = now.plus(LedgerStep.TOMBSTONE_RETENTION).plus(GENERATION);
      ledger.watermark(now.toEpochMilli());
      assertThat(ledger.entries()).as("the rows that live").isEqualTo(ROWS);
      assertThat(ledger.timers()).isZero();
    }
  }

  private void live(LedgerHarness ledger, int generation) throws Exception {
    for (long id = first(generation); id < first(generation + 1); id++) {
      process(ledger, USERS.insert(next()).set("id", id).set("email", "a" + id));
      process(ledger, USERS.update(next()).set("id", id).set("email", "b" + id));
    }
  }

  private void leave(LedgerHarness ledger, int generation) throws Exception {
    for (long id = first(generation); generation >= 0 && id < first(generation + 1); id++) {
      process(ledger, USERS.delete(next()).was("id", id));
    }
  }

  private void process(LedgerHarness ledger, RowChange change) throws Exception {
    ledger.process(change.committedAt(now.toString()));
  }

  private static long first(int generation) {
    return (long) generation * ROWS;
  }

  private String next() {
    lsn += 0x10;
    return new Lsn(lsn).toString();
  }
}
