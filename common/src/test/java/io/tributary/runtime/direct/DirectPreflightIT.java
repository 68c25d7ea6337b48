package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What direct mode refuses before it reads anything. */
class DirectPreflightIT {

  private static final TableId ROWS = TableId.parse("public.rows");
  private static final Set<TableId> TABLES = Set.of(ROWS, TableId.HEARTBEAT);

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  @BeforeEach
  void createTable() throws SQLException {
    database.execute("create table rows (id int primary key, note text)");
  }

  @Test
  void namesAllThatIsWrongWithTheTablesAtOnce() throws Exception {
    database.execute("create domain price as money; create table keyless (a int)");
    database.execute("create table arrays (id int primary key, tags text[])");
    database.execute(
        "create table indexed (id int primary key, u int not null unique);"
            + " alter table indexed replica identity using index indexed_u_key");
    database.execute("create table \"we(ird\" (id int primary key)");
    database.execute("create table parted (id int primary key) partition by hash (id)");
    database.execute(
        "create table a_b (clé int primary key, price price, raws bytea[], naïve int, \"'q'\" int)");
    database.execute("create table axb (id int primary key)");
    database.execute("drop publication tributary");
    database.execute("create publication tributary for table keyless, arrays");
    Set<TableId> tables =
        Set.of(
            TableId.parse("public.keyless"),
            TableId.parse("public.arrays"),
            TableId.parse("public.indexed"),
            TableId.parse("public.we(ird"),
            TableId.parse("public.parted"),
            TableId.parse("public.a_b"),
            TableId.parse("public.nowhere"));
    PipelineConfig config = database.pipeline(tables);

    assertThatThrownBy(() -> DirectPreflight.of(config, tables).beforeSubmission())
        .hasMessageContainingAll(
            "public.keyless has no primary key",
            "public.arrays has arrays [tags]",
            "public.indexed has a replica identity's index without the primary key",
            "the name of public.we(ird is not one that the connector can keep",
            "public.we(ird is not published",
            "public.a_b has ['q' integer, clé integer, price money]",
            "takes public.a_b for a pattern, which [public.axb] match too",
            "public.parted is not an ordinary table",
            "there is no table public.nowhere");
  }

  @Test
  void refusesEnumsThatHaveNoLabelsWhereverTheyAre() throws Exception {
    database.execute("create type mood as enum ('calm')");
    database.execute("create domain \"First mood\" as mood");
    database.execute("create type nothing as enum ()");
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    assertThatThrownBy(() -> DirectPreflight.of(config, TABLES).beforeSubmission())
        .hasMessageContaining("domains over enums")
        .hasMessageContaining("[\"First mood\", nothing]");
  }

  @Test
  void refusesASlotOfAnotherPlugin() throws Exception {
    database.execute(
        "select pg_create_logical_replication_slot('" + database.slot() + "', 'test_decoding')");
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    assertThatThrownBy(() -> DirectPreflight.of(config, TABLES).beforeStart())
        .hasMessageContaining("is of the plug-in test_decoding");
  }

  @Test
  void refusesASlotThatHasLostItsLog() throws Exception {
    database.execute(
        "select pg_create_logical_replication_slot('" + database.slot() + "', 'pgoutput')");
    database.execute("alter system set max_slot_wal_keep_size = '1MB'");
    try {
      database.execute("select pg_reload_conf()");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                database.execute("insert into rows select coalesce(max(id), 0) + 1 from rows");
                database.execute("select pg_switch_wal()");
                database.execute("checkpoint");
                return database
                    .rows("select wal_status from pg_replication_slots where wal_status = 'lost'")
                    .equals(List.of("lost"));
              });
    } finally {
      database.execute("alter system reset max_slot_wal_keep_size");
      database.execute("select pg_reload_conf()");
    }
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    assertThatThrownBy(() -> DirectPreflight.of(config, TABLES).beforeStart())
        .hasMessageContaining("the slot " + database.slot() + " has lost the log that it needs");
    database.execute("select pg_drop_replication_slot('" + database.slot() + "')");
  }

  @Test
  void refusesADatabaseWithoutAHeartbeat() throws Exception {
    database.execute("drop table tributary.heartbeat");
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    assertThatThrownBy(() -> DirectPreflight.of(config, TABLES).beforeSubmission())
        .hasMessageContaining("CREATE TABLE tributary.heartbeat (id int PRIMARY KEY");
  }

  @Test
  void findsLeakedSlots() throws Exception {
    String leaked = database.slot() + "_3";
    database.execute("select pg_create_logical_replication_slot('" + leaked + "', 'pgoutput')");
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    try (ReplicationCatalog catalog =
        ReplicationCatalog.open(Objects.requireNonNull(config.database()))) {
      assertThat(catalog.offspringOf(database.slot()))
          .extracting(ReplicationSlot::name)
          .containsExactly(leaked);
    }
  }
}
