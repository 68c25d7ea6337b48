package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.TableId;
import io.tributary.testing.OddRows;
import io.tributary.testing.TestCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * From a real database through the real connector into a job: the transitions of each row follow on
 * one another, and end with what the database holds.
 */
@Timeout(240)
class ConnectorToJobIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  /** Names that PostgreSQL allows, of which most are none for a topic. */
  private static final List<TableId> ODD_NAMES =
      List.of(
          new TableId("public", "select"),
          new TableId("public", "Order Lines"),
          new TableId("public", "a.b"),
          new TableId("public", "com,ma"),
          new TableId("public", "quo\"te's"),
          new TableId("public", "sla/sh\\es"),
          new TableId("public", "$1 {x} [y] (z)|*+?^"),
          new TableId("public", "größe"),
          new TableId("public", "emoji \uD83D\uDE00"),
          new TableId("my schema", "x".repeat(63)));

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();

  @Test
  void readsTablesAndColumnsOfAnyName() throws Exception {
    try (CapturedDatabase database = new CapturedDatabase("names", CAPTURE)) {
      database.execute("CREATE SCHEMA \"my schema\"");
      for (TableId table : ODD_NAMES) {
        database.execute(
            "CREATE TABLE %s (id int PRIMARY KEY, v int, \"from\" text, \"x.y\" text, \"\uD83D\uDE00 é\" text)"
                .formatted(CapturedDatabase.quoted(table)),
            "INSERT INTO %s VALUES (1, 1, 'a', 'b', 'c'), (2, 1, 'a', NULL, 'c')"
                .formatted(CapturedDatabase.quoted(table)));
      }
      List<RowTransition> read = database.capture(ODD_NAMES, 2 * ODD_NAMES.size());
      assertThat(read).extracting(RowTransition::op).containsOnly(Op.READ);

      for (TableId table : ODD_NAMES) {
        String name = CapturedDatabase.quoted(table);
        database.execute(
            "UPDATE %s SET v = 2, \"x.y\" = 'd' WHERE id = 1".formatted(name),
            "DELETE FROM %s WHERE id = 2".formatted(name),
            "INSERT INTO %s VALUES (3, 1, NULL, '', '\uD83D\uDE00')".formatted(name));
      }
      database.awaitSameRows(SOON);
    }
  }

  @Test
  void foldsOddRowsToWhatTheDatabaseHolds() throws Exception {
    try (CapturedDatabase database = new CapturedDatabase("odd", CAPTURE)) {
      database.execute(OddRows.TABLES, OddRows.rows(1));
      database.capture(List.copyOf(OddRows.tables()), 9);
      database.execute(OddRows.rows(10), OddRows.CHANGES);
      awaitFolded(database, OddRows.content(database::ask));

      database.execute(OddRows.DDL);
      Map<String, List<String>> content = OddRows.content(database::ask);
      content.put("ddl", OddRows.AFTER_DDL);
      awaitFolded(database, content);

      database.execute(OddRows.DELETIONS);
      awaitFolded(database, OddRows.content(database::ask));
    }
  }

  private static void awaitFolded(CapturedDatabase database, Map<String, List<String>> content) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(OddRows.folded(database.transitions())).isEqualTo(content));
  }

  /** Two tables can have one topic: their names differ only in what a topic's must not contain. */
  @Test
  void tellsTablesApartThatShareATopic() throws Exception {
    List<TableId> tables =
        List.of(new TableId("public", "a b"), new TableId("public", "a/b"), table("a_b"));
    try (CapturedDatabase database = new CapturedDatabase("shared", CAPTURE)) {
      for (TableId table : tables) {
        database.execute(
            "CREATE TABLE %s (id int PRIMARY KEY, \"%s\" text)"
                .formatted(CapturedDatabase.quoted(table), table.table()),
            "INSERT INTO %s VALUES (1, '%s')"
                .formatted(CapturedDatabase.quoted(table), table.table()));
      }
      database.capture(tables, tables.size());
      for (TableId table : tables) {
        database.execute(
            "INSERT INTO %s VALUES (2, 'new')".formatted(CapturedDatabase.quoted(table)));
      }
      database.awaitSameRows(SOON);
    }
  }

  @Test
  void keepsRowsOfOddKeysApart() throws Exception {
    TableId numbers = table("numbers");
    TableId texts = table("texts");
    TableId decimals = table("decimals");
    try (CapturedDatabase database = new CapturedDatabase("keys", CAPTURE)) {
      database.execute(
          "CREATE TABLE numbers (id float8 PRIMARY KEY, v int)",
          "CREATE TABLE texts (id text PRIMARY KEY, v int)",
          "CREATE TABLE decimals (id numeric, other text, v int, PRIMARY KEY (id, other))",
          "INSERT INTO numbers VALUES ('NaN', 1), ('Infinity', 1), ('-Infinity', 1), (0, 1),"
              + " (1e-300, 1)",
          "INSERT INTO texts VALUES (repeat('k', 10000), 1), (repeat('k', 9999), 1), ('', 1),"
              + " ('|', 1), (E'\\\\N', 1), (E'\\n', 1), ('null', 1)",
          "INSERT INTO decimals VALUES ('NaN', '', 1), (1.50, 'a|b', 1), (1.5, 'a', 1),"
              + " (1e100, 'a', 1)");
      database.capture(List.of(numbers, texts, decimals), 16);
      database.execute(
          "UPDATE numbers SET v = v + 1",
          "UPDATE numbers SET id = '-0' WHERE id = 0",
          "UPDATE texts SET v = v + 1",
          "UPDATE texts SET id = repeat('j', 10000) WHERE length(id) = 10000",
          "UPDATE decimals SET v = v + 1",
          "UPDATE decimals SET id = 1.500 WHERE other = 'a|b'",
          "DELETE FROM numbers WHERE id IN ('NaN', '-Infinity')",
          "DELETE FROM texts WHERE id IN ('', '|', 'null')",
          "DELETE FROM decimals WHERE id = 'NaN'",
          "INSERT INTO numbers VALUES ('NaN', 7)");
      database.awaitSameRows(SOON);
    }
  }

  /** Hours are to the connector what was written meanwhile, more than it holds in memory. */
  @Test
  void catchesUpWithoutASnapshotAfterTheConnectorWasAway() throws Exception {
    TableId account = table("account");
    try (CapturedDatabase database = new CapturedDatabase("away", CAPTURE)) {
      database.execute(
          "CREATE TABLE account (id int PRIMARY KEY, v int, note text)",
          "ALTER TABLE account ALTER note SET STORAGE EXTERNAL",
          "INSERT INTO account SELECT i, 0, repeat(i::text, 3000) FROM generate_series(1, 200) i");
      int before = database.capture(List.of(account), 200).size();
      database.pause();
      int changes = 0;
      for (int i = 1; i <= 30; i++) {
        changes += database.update("UPDATE account SET v = v + 1");
        changes += database.update("DELETE FROM account WHERE id % 30 = " + i % 30);
        changes +=
            database.update(
                "INSERT INTO account SELECT %d + j, 0, 'new' FROM generate_series(1, 3) j"
                    .formatted(1000 * i));
        // Each is a delete and an insert.
        changes += 2 * database.update("UPDATE account SET id = -id WHERE id = " + (1000 * i + 1));
        if (i % 5 == 0) {
          database.execute("SELECT pg_switch_wal()", "CHECKPOINT");
        }
      }
      CAPTURE.connect().kill();
      CAPTURE.connect().start();
      database.resume();

      database.awaitSameRows(SOON);
      List<RowTransition> made = database.transitions();
      assertThat(made).hasSize(before + changes);
      assertThat(new ArrayList<>(made.subList(before, made.size())))
          .extracting(RowTransition::snapshot)
          .containsOnly(SnapshotKind.NONE);
    }
  }

  private static TableId table(String name) {
    return new TableId("public", name);
  }
}
