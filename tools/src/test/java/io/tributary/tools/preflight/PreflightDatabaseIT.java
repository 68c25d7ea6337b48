package io.tributary.tools.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a real database before anything starts. */
class PreflightDatabaseIT {

  @RegisterExtension static final SourceDatabase DATABASE = new SourceDatabase();

  @Test
  void findsNothingWhereEverythingIsInOrder() throws Exception {
    String settings = DATABASE.settings(DATABASE.user()).toString();
    assertThat(DATABASE.look("public.t: {}", "--connector", settings)).isEmpty();
    PreflightRun run = DATABASE.run("public.t: {}");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).endsWith("tables: 1, problems: 0, warnings: 0\n");
  }

  @Test
  void reportsWhatKeepsChangesFromBeingPublished() throws Exception {
    DATABASE.execute(
        "CREATE TABLE quiet (id int PRIMARY KEY)",
        "CREATE VIEW seen AS SELECT * FROM t",
        "CREATE UNLOGGED TABLE fast (id int PRIMARY KEY)",
        "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (9)",
        "CREATE TABLE \"Odd \"\"name\" (id int)",
        "ALTER PUBLICATION tributary ADD TABLE parts",
        "ALTER PUBLICATION tributary SET (publish = 'insert, update')");
    assertThat(
            DATABASE.look(
                """
                public.t: {}
                  public.quiet: {}
                  public.seen: {}
                  public.fast: {}
                  public.parts: {}
                  public.missing: {}
                  'public.Odd "name': {}
                """))
        .containsExactlyInAnyOrder(
            "problem publication tributary leaves out delete, truncate",
            "problem public.missing is not there",
            "problem public.quiet is not published",
            "problem public.seen is not a table, and PostgreSQL publishes nothing else",
            "problem public.fast is unlogged, so that its changes are not published",
            "problem public.parts is partitioned, and its changes are published under the names"
                + " of its partitions",
            "problem public.\"Odd \"\"name\" is not published");
    assertThat(DATABASE.run("'public.Odd \"name': {}\n  public.parts: {}").out())
        .contains("ALTER PUBLICATION \"tributary\" ADD TABLE public.\"Odd \"\"name\"")
        .contains("SET (publish_via_partition_root = true)");
  }

  @Test
  void findsWhatRecordsWouldLack() throws Exception {
    DATABASE.execute(
        "ALTER PUBLICATION tributary SET (publish_via_partition_root = true)",
        "CREATE TABLE keyless (a int)",
        "CREATE TABLE whole (a int)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE TABLE indexed (id int PRIMARY KEY, code int NOT NULL UNIQUE)",
        "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_code_key",
        "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (9)",
        "CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (9) TO (19)",
        "ALTER TABLE parts REPLICA IDENTITY FULL",
        "ALTER TABLE part1 REPLICA IDENTITY FULL",
        "CREATE TABLE child (extra int) INHERITS (t)",
        "CREATE TABLE large (id int PRIMARY KEY, bio text, email text)",
        "ALTER PUBLICATION tributary ADD TABLE keyless, whole, indexed, parts, large");
    assertThat(
            DATABASE.look(
                """
                public.t: {}
                  public.keyless: {}
                  public.whole: {}
                  public.indexed: {}
                  public.parts: {}
                  public.large: { pii: { emial: drop } }
                """))
        .containsExactlyInAnyOrder(
            "problem public.keyless has neither a primary key nor REPLICA IDENTITY FULL, so that"
                + " PostgreSQL refuses its updates and deletes, or does not say which row they are of",
            "warning public.whole has no primary key, so that a change that the connector repeats"
                + " counts twice, and a TRUNCATE is refused",
            "problem public.indexed has an index for its replica identity that lacks columns of the"
                + " primary key, so that deletes lack the key",
            "problem public.part2 is not REPLICA IDENTITY FULL as public.parts is, so that old"
                + " values are made up and believed",
            "warning public.t is inherited from by public.child, whose rows are published as its own",
            "warning public.large loses large values of [bio, email] that an update leaves"
                + " unchanged where the row's key changes with it",
            "warning public.large has no column emial, which pii names");
    assertThat(DATABASE.run("public.large: { pii: { emial: drop } }").out())
        .contains("did you mean email?");
  }

  @Test
  void reportsSlotsThatHoldLog() throws Exception {
    DATABASE.execute(
        "SELECT pg_create_logical_replication_slot('left_3', 'pgoutput')",
        "SELECT pg_create_logical_replication_slot('mine', 'test_decoding')");
    assertThat(DATABASE.look("public.t: {}", "--slot", "mine"))
        .satisfiesExactlyInAnyOrder(
            found -> assertThat(found).startsWith("warning slot left_3 is unused and keeps "),
            found ->
                assertThat(found).isEqualTo("problem slot mine is of the plug-in test_decoding"),
            found ->
                assertThat(found)
                    .startsWith("warning slot mine is not read at present, and keeps "));
    assertThat(DATABASE.run("public.t: {}").out())
        .contains("SELECT pg_drop_replication_slot('left_3')");
    DATABASE.execute("SELECT pg_drop_replication_slot('left_3'), pg_drop_replication_slot('mine')");
  }

  @Test
  void reportsASlotThatHasLostItsLog() throws Exception {
    DATABASE.execute(
        "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
        "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
        "SELECT pg_reload_conf()");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              DATABASE.execute("INSERT INTO t SELECT count(*) FROM t", "SELECT pg_switch_wal()");
              DATABASE.execute("CHECKPOINT");
              assertThat(DATABASE.look("public.t: {}", "--slot", "mine"))
                  .containsExactly(
                      "problem slot mine has lost log that it needs (max_slot_wal_keep_size)");
            });
    DATABASE.execute(
        "ALTER SYSTEM RESET max_slot_wal_keep_size",
        "SELECT pg_reload_conf()",
        "SELECT pg_drop_replication_slot('mine')");
  }

  @Test
  void reportsWhatIsMissingAltogether() throws Exception {
    DATABASE.execute("DROP PUBLICATION tributary");
    assertThat(DATABASE.look("public.t: {}"))
        .containsExactly("problem publication tributary is not there");
    DATABASE.execute("CREATE PUBLICATION other FOR TABLE t", "DROP SCHEMA tributary CASCADE");
    assertThat(DATABASE.look("public.t: {}", "--publication", "other"))
        .containsExactly(
            "problem tributary.heartbeat is not there: while the tables are idle the slot holds its"
                + " log, and windows stand still");
  }
}
