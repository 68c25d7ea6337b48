package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What direct mode refuses before it reads anything. */
class DirectPreflightIT {

  private static final TableId ROWS = TableId.parse("public.rows");
  private static final Set<TableId> TABLES = Set.of(ROWS, ChangeStream.HEARTBEAT);

  @TempDir static Path directory;
  private static DirectDatabase database;

  @BeforeAll
  static void startDatabase() {
    database = new DirectDatabase(directory.resolve("postgres"));
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void createTable() throws SQLException {
    database.begin();
    database.execute("create table rows (id int primary key, note text)");
  }

  @Test
  void namesAllThatIsWrongWithTheTablesAtOnce() throws Exception {
    database.execute("create table keyless (a int)");
    database.execute("create table arrays (id int primary key, tags text[])");
    database.execute("create table \"we(ird\" (id int primary key)");
    database.execute("create table parted (id int primary key) partition by hash (id)");
    database.execute("create table a_b (id int primary key, price money, at timetz, raws bytea[])");
    database.execute("create table axb (id int primary key)");
    database.execute("drop publication tributary");
    database.execute("create publication tributary for table keyless, arrays");
    Set<TableId> tables =
        Set.of(
            TableId.parse("public.keyless"),
            TableId.parse("public.arrays"),
            TableId.parse("public.we(ird"),
            TableId.parse("public.parted"),
            TableId.parse("public.a_b"),
            TableId.parse("public.nowhere"));
    PipelineConfig config = database.pipeline(tables);

    assertThatThrownBy(() -> DirectPreflight.of(config, tables).beforeSubmission())
        .hasMessageContainingAll(
            "public.keyless has no primary key",
            "public.arrays has arrays [tags]",
            "the name of public.we(ird is not one that the connector can keep",
            "public.we(ird is not published",
            "public.a_b has [at time with time zone, price money, raws bytea[]]",
            "takes public.a_b for a pattern, which [public.axb] match too",
            "public.parted is no ordinary table",
            "there is no table public.nowhere");
  }

  @Test
  void refusesValuesThatTheSnapshotWouldTellAsOthers() throws Exception {
    database.execute(
        "create table odd (id int primary key, n numeric, d numeric(9, 2), t time, m timestamp,"
            + " \"I t\" timestamptz, fine timestamp)");
    database.execute(
        "insert into odd values (1, 'NaN', 1, '24:00', '1500-01-01', '0044-03-15 BC', 'infinity'),"
            + " (2, null, null, null, null, null, '-infinity')");
    PipelineConfig config = database.pipeline(Set.of(TableId.parse("public.odd")));
    DirectPreflight preflight = DirectPreflight.of(config, Set.of(TableId.parse("public.odd")));

    assertThatThrownBy(preflight::beforeSubmission)
        .hasMessageContaining("public.odd holds values in [n, t, m, \"I t\"]");
    database.execute("delete from odd where id = 1");
    preflight.beforeSubmission();
  }

  @Test
  void findsTheColumnsInWhichAnInfiniteNumberCouldBe() throws Exception {
    database.execute("create domain amount as numeric");
    database.execute("create domain price as numeric(9, 2)");
    database.execute(
        "create table numbers (id int primary key, n numeric, p numeric(9, 2), f float8, a amount,"
            + " b price, c numeric check (c not in ('Infinity', '-Infinity')),"
            + " d numeric check (d > 0))");
    PipelineConfig config = database.pipeline(Set.of(ROWS));

    try (ReplicationCatalog catalog =
        ReplicationCatalog.open(Objects.requireNonNull(config.database()))) {
      assertThat(catalog.boundless(TableId.parse("public.numbers"))).containsExactly("n", "a", "d");
      assertThat(catalog.boundless(TableId.parse("public.nowhere"))).isEmpty();
    }
    assertThatThrownBy(() -> database.execute("insert into numbers (id, p) values (1, 'Infinity')"))
        .hasMessageContaining("overflow");
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
