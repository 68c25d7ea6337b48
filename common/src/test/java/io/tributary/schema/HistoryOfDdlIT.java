package io.tributary.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.TableId;
import io.tributary.testing.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the event triggers write of each command, by whomever. */
class HistoryOfDdlIT {

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();
  private static int databases;

  private HistoryDatabase database;

  @BeforeAll
  static void start() throws SQLException {
    HistoryDatabase.createRoles(POSTGRES.server());
  }

  @BeforeEach
  void install() throws SQLException {
    database = HistoryDatabase.create(POSTGRES.server(), "ddl" + ++databases);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE t ADD x int | ALTER TABLE public.t [id] 1 id bigint, 2 total numeric(12,2), 3 tags text[], 4 x integer",
        "ALTER TABLE t RENAME tags TO labels | ALTER TABLE public.t [id] 1 id bigint, 2 total numeric(12,2), 3 labels text[]",
        "ALTER TABLE t DROP total | ALTER TABLE public.t [id] 1 id bigint, 3 tags text[]",
        "DROP DOMAIN cents CASCADE | DROP DOMAIN public.t [id] 1 id bigint, 3 tags text[]",
        "ALTER TABLE t DROP CONSTRAINT t_pkey | ALTER TABLE public.t [] 1 id bigint, 2 total numeric(12,2), 3 tags text[]",
        "ALTER TABLE t RENAME TO u | ALTER TABLE public.u [id] 1 id bigint, 2 total numeric(12,2), 3 tags text[]",
        "ALTER TABLE parted ADD x int | ALTER TABLE public.part1 [] 1 id integer, 2 at date, 3 x integer",
        "CREATE TABLE part2 PARTITION OF parted FOR VALUES FROM (10) TO (20) | CREATE TABLE public.part2 [] 1 id integer, 2 at date",
        "DO $$ BEGIN EXECUTE 'ALTER TABLE t DROP tags'; END $$ | ALTER TABLE public.t [id] 1 id bigint, 2 total numeric(12,2)",
        "DROP TABLE t | DROP TABLE public.t dropped",
        "BEGIN READ WRITE; ALTER TABLE t DROP tags; ROLLBACK |",
        "CREATE TEMP TABLE t (id int); ALTER TABLE t ADD x int; DROP TABLE t |",
        "CREATE TABLE copy AS SELECT * FROM t; SELECT 1 AS one INTO copy2 |",
        "COMMENT ON TABLE t IS 'x'; GRANT SELECT ON t TO PUBLIC; CREATE INDEX ON t (tags) |",
        "ALTER TABLE secret ADD x int |",
      })
  void reportsWhatDdlDid(String ddl, String expected) throws Exception {
    database.entries();
    database.asDeveloper(ddl);
    assertThat(String.join("\n", database.entries())).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER PUBLICATION tributary ADD TABLE secret | ALTER PUBLICATION public.secret [] 1 id integer",
        "ALTER PUBLICATION tributary SET TABLE secret | ALTER PUBLICATION public.secret [] 1 id integer",
        "ALTER PUBLICATION tributary SET (publish_via_partition_root = true); ALTER PUBLICATION tributary DROP TABLE t; ALTER TABLE parted ADD x int"
            + " | ALTER TABLE public.parted [] 1 id integer, 2 at date, 3 x integer",
        "ALTER SCHEMA public RENAME TO open | ALTER SCHEMA open.part1 [] 1 id integer, 2 at date",
        "SET session_replication_role = replica; ALTER TABLE t DROP tags, DROP total | ALTER TABLE public.t [id] 1 id bigint",
        "CREATE TYPE kind AS (a int); CREATE TABLE typed OF kind; ALTER PUBLICATION tributary ADD TABLE typed; ALTER TYPE kind ADD ATTRIBUTE b text CASCADE"
            + " | ALTER TYPE public.typed [] 1 a integer, 2 b text",
        "DROP SCHEMA public CASCADE | DROP SCHEMA public.t dropped",
        "CREATE EXTENSION hstore; ALTER TABLE t ADD h hstore, DROP tags, DROP total | ALTER TABLE public.t [id] 1 id bigint, 4 h public.hstore",
        "DROP EXTENSION IF EXISTS hstore CASCADE; CREATE EXTENSION hstore; ALTER TABLE t DROP tags, DROP total, ADD h hstore; DROP EXTENSION hstore CASCADE"
            + " | DROP EXTENSION public.t [id] 1 id bigint",
        "BEGIN ISOLATION LEVEL REPEATABLE READ; ALTER TABLE t DROP tags, DROP total; COMMIT | ALTER TABLE public.t [id] 1 id bigint",
      })
  void reportsWhatAnAdministratorDid(String ddl, String expected) throws Exception {
    database.entries();
    database.asSuperuser(ddl);
    List<String> entries = database.entries();
    assertThat(entries).contains(expected);
    assertThat(entries.get(entries.size() - 1)).startsWith(expected.substring(0, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE t ALTER total TYPE text USING 2 * total | ALTER TABLE public.t [id] 1 id bigint, 2 total text, 3 tags text[] rewritten: type",
        "ALTER TABLE t ADD x float DEFAULT random(), ALTER id TYPE int | ALTER TABLE public.t [id] 1 id integer, 2 total numeric(12,2), 3 tags text[], 4 x double precision rewritten: default, type",
        "ALTER TABLE parted ADD x float DEFAULT random() | ALTER TABLE public.part1 [] 1 id integer, 2 at date, 3 x double precision rewritten: default",
        "BEGIN; ALTER TABLE t ALTER total TYPE text; ROLLBACK |",
        "ALTER TABLE t ADD x int DEFAULT 7 |",
        "ALTER TABLE secret ADD x float DEFAULT random() |",
      })
  void reportsThatDdlRewroteRows(String ddl, String expected) throws Exception {
    database.entries();
    database.asDeveloper(ddl);
    assertThat(database.entries())
        .filteredOn(entry -> entry.contains("rewritten"))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void reportsTheRootThatIsPublishedThatItsPartitionsAreRewritten() throws Exception {
    database.asSuperuser("ALTER PUBLICATION tributary SET (publish_via_partition_root = true)");
    database.entries();
    database.asDeveloper("ALTER TABLE parted ALTER at TYPE timestamp");
    assertThat(database.entries())
        .containsExactly(
            "ALTER TABLE public.parted [] 1 id integer, 2 at timestamp without time zone rewritten: type",
            "ALTER TABLE public.parted [] 1 id integer, 2 at timestamp without time zone");
  }

  @Test
  void knowsWhenRowsWereRewritten() throws Exception {
    database.asDeveloper("ALTER TABLE t ALTER total TYPE text", "ALTER TABLE t RENAME TO u");
    assertThat(database.history().rewrites())
        .containsOnlyKeys(TableId.parse("public.u"))
        .allSatisfy((table, rewrite) -> assertThat(rewrite.reasons()).containsExactly("type"));
  }
}
