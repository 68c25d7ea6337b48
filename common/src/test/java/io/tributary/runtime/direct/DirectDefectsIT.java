package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.base.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Flink CDC 3.5 loses, each beside direct mode, which must not. When one of the tests of the
 * connector alone fails, the connector was repaired and what is done against it can go.
 */
@Timeout(240)
class DirectDefectsIT {

  private static final TableId ROWS = TableId.parse("public.rows");
  private static final Set<TableId> TABLES = Set.of(ROWS, TableId.HEARTBEAT);
  private static final String HERE =
      "select slot_name from pg_replication_slots where database = current_database()";
  private static final int RESTARTS = Integer.getInteger("tributary.restarts", 3);

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();
  @TempDir static Path directory;

  /** What hooks in the snapshot work on: they are serialized and cannot hold it. */
  private static @Nullable Connection open;

  private static final List<String> SLOTS = new CopyOnWriteArrayList<>();

  @BeforeEach
  void createTable() throws SQLException {
    database.execute("create table rows (id int primary key, note text)");
    database.execute("insert into rows values (0, 'first')");
    SLOTS.clear();
  }

  private static PostgresIncrementalSource<RawRecord> connectorAlone() {
    return DirectRecorder.untouched(database.pipeline(Set.of(ROWS)), TABLES, false);
  }

  private static DirectSource direct() {
    return PostgresChangeSource.of(database.pipeline(Set.of(ROWS)))
        .source(TABLES, new ArrayTypes(Map.of()));
  }

  @Test
  void connectorAloneLosesTheFirstChangeAfterARestart() throws Exception {
    // Heartbeats that write would be the first change themselves.
    database.execute("drop table tributary.heartbeat");
    DirectRun run = DirectRun.start(connectorAlone());
    run.awaitText(ROWS, "first");
    database.execute("insert into rows values (1000, 'streamed')");
    run.awaitText(ROWS, "streamed");
    int lost = 0;
    for (int i = 1; i <= RESTARTS && lost == 0; i++) {
      awaitHeartbeat();
      String savepoint = run.stop(directory);
      database.execute("insert into rows values (" + i + ", 'change-" + i + "-')");
      database.execute("insert into rows values (" + -i + ", 'fence-" + i + "-')");
      run = DirectRun.from(savepoint, connectorAlone());
      run.awaitText(ROWS, "fence-" + i + "-");
      lost += run.count(ROWS, "change-" + i + "-") == 0 ? 1 : 0;
    }
    run.cancel();
    assertThat(lost).isPositive();
  }

  @Test
  void losesNoChangeAfterARestart() throws Exception {
    DirectRun run = DirectRun.start(direct());
    run.awaitText(ROWS, "first");
    for (int i = 1; i <= RESTARTS; i++) {
      awaitHeartbeat();
      String savepoint = run.stop(directory);
      database.execute("insert into rows values (" + i + ", 'change-" + i + "-')");
      database.execute("insert into rows values (" + -i + ", 'fence-" + i + "-')");
      run = DirectRun.from(savepoint, direct());
      run.awaitText(ROWS, "fence-" + i + "-");
      assertThat(run.count(ROWS, "change-" + i + "-")).as("restart %d", i).isPositive();
    }
    run.cancel();
  }

  /**
   * Waits until the state ends behind the last commit, which only a heartbeat brings about: then a
   * checkpoint confirms as much.
   */
  private static void awaitHeartbeat() throws SQLException {
    String written = database.rows("select pg_current_wal_lsn()").get(0);
    String behind = HERE + " and confirmed_flush_lsn >= '" + written + "'";
    await().atMost(Duration.ofMinutes(1)).until(() -> !database.rows(behind).isEmpty());
  }

  @Test
  void connectorAloneLosesATransactionOpenAcrossTheEndOfTheSnapshot() throws Exception {
    PostgresIncrementalSource<RawRecord> source = connectorAlone();
    source.setSnapshotHooks(transactionAcrossTheEnd());
    DirectRun run = DirectRun.start(source);
    run.awaitText(ROWS, "unrelated");
    database.execute("insert into rows values (3, 'fence')");
    run.awaitText(ROWS, "fence");

    assertThat(database.rows("select note from rows where id = 0")).containsExactly("across");
    assertThat(run.count(ROWS, "across")).isZero();
    run.cancel();
    assertThat(SLOTS).as("a kill would leak it").contains(database.slot() + "_0");
  }

  @Test
  void losesNoTransactionOpenAcrossTheEndOfTheSnapshot() throws Exception {
    DirectSource source = direct();
    source.setSnapshotHooks(transactionAcrossTheEnd());
    DirectRun run = DirectRun.start(source);
    run.awaitText(ROWS, "unrelated");
    database.execute("insert into rows values (3, 'fence')");
    run.awaitText(ROWS, "fence");

    assertThat(run.count(ROWS, "across")).isPositive();
    run.cancel();
    assertThat(SLOTS).as("nothing to leak").containsOnly(database.slot());
  }

  /** A change is written before a part's end, and the first to be committed beyond it. */
  private static SnapshotPhaseHooks transactionAcrossTheEnd() {
    SnapshotPhaseHooks hooks = new SnapshotPhaseHooks();
    hooks.setPreHighWatermarkAction(
        (config, split) -> {
          if (!split.splitId().contains("rows")) {
            return;
          }
          SLOTS.addAll(database.rows(HERE));
          Connection connection = database.connect();
          open = connection;
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("update rows set note = 'across' where id = 0");
          }
          database.execute("insert into rows values (1, 'before the end')");
        });
    hooks.setPostHighWatermarkAction(
        (config, split) -> {
          if (split.splitId().contains("rows")) {
            Connection connection = Objects.requireNonNull(open);
            connection.commit();
            connection.close();
            database.execute("insert into rows values (2, 'unrelated')");
          }
        });
    return hooks;
  }

  @Test
  void connectorAloneTakesASlotThatHasMovedOn() throws Exception {
    String savepoint = savepointAfterAChange(connectorAlone());
    database.execute("insert into rows values (2, 'skipped')");
    advanceSlot();
    DirectRun run = DirectRun.from(savepoint, connectorAlone());
    database.execute("insert into rows values (3, 'another')");
    database.execute("insert into rows values (4, 'fence')");
    run.awaitText(ROWS, "fence");

    assertThat(run.count(ROWS, "skipped")).isZero();
    run.cancel();
  }

  @Test
  void refusesASlotThatHasMovedOn() throws Exception {
    String savepoint = savepointAfterAChange(direct());
    database.execute("insert into rows values (2, 'skipped')");
    advanceSlot();

    assertThat(DirectRun.from(savepoint, direct()).failure())
        .contains("the slot " + database.slot() + " was confirmed up to");
  }

  @Test
  void refusesToContinueWithoutItsSlot() throws Exception {
    String savepoint = savepointAfterAChange(direct());
    executeOnceTheSlotIsFree("select pg_drop_replication_slot('%s')");

    assertThat(DirectRun.from(savepoint, direct()).failure())
        .contains("the slot " + database.slot() + " is gone");
    assertThat(database.rows(HERE)).isEmpty();
  }

  @Test
  void movesTheSlotOnWithCheckpoints() throws Exception {
    DirectRun run = DirectRun.start(direct());
    run.awaitText(ROWS, "first");
    String confirmed =
        "select confirmed_flush_lsn from pg_replication_slots where database = current_database()";
    List<String> before = database.rows(confirmed);
    await().atMost(Duration.ofMinutes(1)).until(() -> !database.rows(confirmed).equals(before));
    run.cancel();
  }

  private static String savepointAfterAChange(Source<RawRecord, ?, ?> source) throws Exception {
    DirectRun run = DirectRun.start(source);
    run.awaitText(ROWS, "first");
    database.execute("insert into rows values (1, 'streamed')");
    run.awaitText(ROWS, "streamed");
    return run.stop(directory);
  }

  /** As a reader of the same slot would that started from a later checkpoint. */
  private static void advanceSlot() {
    executeOnceTheSlotIsFree("select pg_replication_slot_advance('%s', pg_current_wal_lsn())");
  }

  /** The server takes a moment to let go of a slot whose reader has left. */
  private static void executeOnceTheSlotIsFree(String sql) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(() -> database.execute(sql.formatted(database.slot())));
  }
}
