package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotRunsHarnessTest {

  private static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");
  private static final RowChange READ = HEARTBEATS.read("0/300").set("id", 1);
  private static final TableId USERS = TableId.parse("public.users");
  private static final TableId ORDERS = TableId.parse("public.orders");

  private final List<ChangeEvent> said = new ArrayList<>();
  private SnapshotRunsHarness runs;

  @BeforeEach
  void open() throws Exception {
    runs = new SnapshotRunsHarness(Set.of(USERS, ORDERS), true);
  }

  @AfterEach
  void close() throws Exception {
    runs.close();
  }

  @Test
  void saysThatASnapshotIsOverWhenEveryTableIsFreshAsOfItsEnd() throws Exception {
    process(READ, beat("0/400"));
    mark(USERS, beat("0/400"));
    mark(ORDERS, beat("0/3ff"));
    process(beat("0/500"));
    assertThat(completed()).isEmpty();
    mark(ORDERS, beat("0/400"));
    process(beat("0/600"));
    assertThat(completed())
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.position()).isLessThan(READ.event().position());
              assertThat(done.position().commitPosition()).isEqualTo(0x300);
            });
  }

  @Test
  void waitsForMarksThatAreMadeAfterARestart() throws Exception {
    process(READ, beat("0/400"));
    mark(USERS, beat("0/400"));
    runs.restart();
    mark(ORDERS, beat("0/400"));
    process(beat("0/500"));
    assertThat(completed()).isEmpty();
    mark(USERS, beat("0/500"));
    process(beat("0/600"));
    assertThat(completed()).hasSize(1);
  }

  @Test
  void saysSoOnce() throws Exception {
    process(READ, beat("0/400"));
    markAll(beat("0/400"));
    process(beat("0/500"), beat("0/600"));
    assertThat(completed()).hasSize(1);
  }

  @Test
  void waitsForTheSecondOfTwoSnapshots() throws Exception {
    process(READ, beat("0/400"));
    markAll(beat("0/400"));
    process(HEARTBEATS.read("0/450").set("id", 1), beat("0/500"), beat("0/600"));
    assertThat(completed()).isEmpty();
    markAll(beat("0/500"));
    process(beat("0/700"));
    assertThat(completed()).hasSize(1);
  }

  /** Its log was further, but its time is past. */
  @Test
  void believesNoMarkOfTheDatabaseThatWasReplaced() throws Exception {
    process(READ, beat("0/400"));
    markAll(beat("0/9000").committedAt("2025-12-31T23:59:59Z"));
    process(beat("0/500"));
    assertThat(completed()).isEmpty();
  }

  @Test
  void takesNoIncrementalSnapshotForOne() throws Exception {
    process(HEARTBEATS.read("0/300").set("id", 1).incremental(), beat("0/400"));
    markAll(beat("0/400"));
    process(beat("0/500"));
    assertThat(completed()).isEmpty();
  }

  @Test
  void saysNothingOfSnapshotsWhereRowsAreNotToBeEnded() throws Exception {
    runs.close();
    runs = new SnapshotRunsHarness(Set.of(USERS, ORDERS), false);
    process(READ, beat("0/400"));
    markAll(beat("0/400"));
    process(beat("0/500"));
    assertThat(completed()).isEmpty();
    assertThat(said).as("the clock").hasSize(1);
  }

  @Test
  void passesOnAChangeAnHour() throws Exception {
    for (int minute = 0; minute < 180; minute++) {
      process(beat("0/" + Long.toHexString(Duration.ofMinutes(minute).toMillis())));
    }
    assertThat(said).extracting(ChangeEvent::op).hasSize(3);
  }

  private static RowChange beat(String lsn) {
    return HEARTBEATS.update(lsn).set("id", 1);
  }

  private void process(RowChange... changes) throws Exception {
    for (RowChange change : changes) {
      said.addAll(runs.process(change.event()));
    }
  }

  private void mark(TableId table, RowChange heartbeat) throws Exception {
    ChangeEvent event = heartbeat.event();
    long asOf = Math.floorDiv(event.committedAtMicros(), 1000L);
    runs.process(List.of(new TableFreshness(table, asOf, event.position().lsn(), true)));
  }

  private void markAll(RowChange heartbeat) throws Exception {
    mark(USERS, heartbeat);
    mark(ORDERS, heartbeat);
  }

  private List<ChangeEvent> completed() {
    return said.stream().filter(event -> event.op() == Op.READ).toList();
  }
}
