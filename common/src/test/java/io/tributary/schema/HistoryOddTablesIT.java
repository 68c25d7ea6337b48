package io.tributary.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testing.TestPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the event triggers write of tables with odd names, and of what is no table. */
class HistoryOddTablesIT {

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();
  private static HistoryDatabase database;

  @BeforeAll
  static void start() throws SQLException {
    HistoryDatabase.createRoles(POSTGRES.server());
    database = HistoryDatabase.create(POSTGRES.server(), "odd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select",
        "a.b",
        "qu\"ote's",
        "sl/ash\\back",
        " sp ace ",
        "\uD83D\uDE00",
        "%I $1 :x",
        "new\nline",
        "x23456789012345678901234567890123456789012345678901234567890123",
        "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9"
      })
  void reportsEveryName(String name) throws Exception {
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    database.asDeveloper("CREATE TABLE %1$s (%1$s int PRIMARY KEY, b text)".formatted(quoted));
    database.asSuperuser("ALTER PUBLICATION tributary ADD TABLE " + quoted);
    database.entries();

    assertThat(database.asDeveloper("ALTER TABLE %s ADD c date, DROP b".formatted(quoted)))
        .isEmpty();
    assertThat(database.entries())
        .containsExactly("ALTER TABLE public.%1$s [%1$s] 1 %1$s integer, 3 c date".formatted(name));
    database.asDeveloper("DROP TABLE " + quoted);
    assertThat(database.entries()).containsExactly("DROP TABLE public.%s dropped".formatted(name));
  }

  /** None of these has changes that are told; a table that becomes one that has is told. */
  @Test
  void passesOverWhatHasNoChanges() throws Exception {
    database.asSuperuser(
        "CREATE FOREIGN DATA WRAPPER far",
        "CREATE SERVER away FOREIGN DATA WRAPPER far",
        "GRANT USAGE ON FOREIGN SERVER away TO PUBLIC");
    database.entries();
    assertThat(
            database.asDeveloper(
                "CREATE TEMP TABLE passing (a int); ALTER TABLE passing ADD b int; DROP TABLE passing",
                "CREATE VIEW seen AS SELECT id FROM t; ALTER VIEW seen RENAME id TO ident",
                "CREATE MATERIALIZED VIEW kept AS SELECT id FROM t",
                "CREATE FOREIGN TABLE there (a int) SERVER away; ALTER TABLE there ADD b int",
                "CREATE UNLOGGED TABLE fast (a int); ALTER TABLE fast ADD b int",
                "CREATE SEQUENCE counted; CREATE INDEX ON t (total)",
                "CREATE TABLE unpublished (a int); ALTER TABLE unpublished ADD b int",
                "DROP VIEW seen; DROP MATERIALIZED VIEW kept; DROP FOREIGN TABLE there"))
        .isEmpty();
    assertThat(database.entries()).isEmpty();

    database.asDeveloper("ALTER TABLE fast SET LOGGED");
    database.asSuperuser("ALTER PUBLICATION tributary ADD TABLE fast");
    assertThat(database.entries())
        .containsExactly("ALTER PUBLICATION public.fast [] 1 a integer, 2 b integer");
  }

  @Test
  void tellsTablesThatInherit() throws Exception {
    database.asDeveloper("CREATE TABLE base (a int)");
    database.asSuperuser("ALTER PUBLICATION tributary ADD TABLE base");
    database.asDeveloper("CREATE TABLE kid (b int) INHERITS (base)");
    database.asSuperuser("ALTER PUBLICATION tributary ADD TABLE kid");
    database.entries();
    database.asDeveloper("ALTER TABLE base ADD c int");
    assertThat(database.entries())
        .containsExactlyInAnyOrder(
            "ALTER TABLE public.base [] 1 a integer, 2 c integer",
            "ALTER TABLE public.kid [] 1 a integer, 2 b integer, 3 c integer");
  }
}
