package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.PostgresServer;
import io.tributary.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is printed is SQL that a database runs. */
class RollupSqlCommandIT {

  @TempDir static Path directory;
  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  @BeforeAll
  static void start() throws SQLException {
    POSTGRES.execute(
        """
        CREATE TABLE events (
          id int PRIMARY KEY, kind text, amount numeric, properties jsonb, at timestamptz);
        INSERT INTO events VALUES
          (1, 'click', 5, '{"user": "ann", "price": 2.50}', '2024-02-28T12:00:00Z'),
          (2, 'click', 7, '{"user": "ann", "price": 1}', '2024-02-28T12:00:01Z'),
          (3, 'click', 7, '{"user": "ann", "price": "1"}', '2024-02-28T12:00:02Z'),
          (4, 'click', 7, '{"user": "bob|x", "price": 4}', '2024-02-28T11:59:00Z'),
          (5, 'view', 9, '{"user": "ann", "price": 9}', '2024-02-28T12:00:00Z'),
          (6, 'click', NULL, '{"user": "ann"}', now()),
          (7, 'click', 9, '{}', '2024-02-28T12:00:00Z');
        """);
  }

  @Test
  void printsTheTruthAtAMoment() throws Exception {
    Run run = run("sql", "engagement", "--at", "2024-02-28T12:00:04Z");
    assertThat(run.err()).isEmpty();
    assertThat(rows(run.out())).containsExactly("ann 2 2 3.5", "bob\\|x 0 1 4");
  }

  @Test
  void printsTheTruthNow() throws Exception {
    assertThat(rows(run("sql", "engagement").out()))
        .containsExactly("ann 0 2 3.5", "bob\\|x 0 1 4");
  }

  /** Rows 1 to 3 are ann's, a second after the other; row 3 has no price. */
  @Test
  void printsTheTruthAtTheMomentsOfATable() throws Exception {
    POSTGRES.execute(
        """
        DROP TABLE IF EXISTS "Labels";
        CREATE TABLE "Labels" (label int, "properties.user" text, "Labelled" timestamptz);
        INSERT INTO "Labels" VALUES
          (1, 'ann', '2024-02-28T11:59:59.999Z'), (2, 'ann', '2024-02-28T12:00:00Z'),
          (3, 'ann', '2024-02-28T12:00:02Z'), (4, 'ann', '2024-03-28T12:00:00Z'),
          (5, 'zoe', '2024-02-28T12:00:00Z'), (6, 'bob|x', '2024-02-28T12:00:00Z'), (7, NULL, now());
        """);
    Run run = run("sql", "engagement", "--for", "public.Labels", "--at-column", "Labelled");
    assertThat(run.err()).isEmpty();
    String sql = "SELECT label, entity, clicks_3s, prices_lifetime, paid_lifetime FROM (%s) AS q";
    assertThat(rows(sql.formatted(run.out().strip().replaceFirst(";$", ""))))
        .containsExactly(
            "1 null null null null",
            "2 ann 1 1 2.5",
            "3 ann 3 2 3.5",
            "4 ann 0 2 3.5",
            "5 null null null null",
            "6 bob\\|x 0 1 4",
            "7 null null null null");
    assertThat(run("sql", "engagement", "--for", "Labels", "--at-column", "at").err())
        .contains("'Labels' is not a table: write schema.table");
    assertThat(run("sql", "engagement", "--for", "public.Labels").err()).contains("--at-column");
    assertThat(run("sql", "engagement", "--at", "2h", "--for", "a.b", "--at-column", "at").exit())
        .isEqualTo(2);
  }

  @Test
  void takesTypesFromWhereTheyAre() throws Exception {
    String sql = run("sql", "engagement").out();
    String declared =
        "tables: { public.events: { columns: { kind: text, amount: numeric, properties: jsonb,"
            + " at: timestamptz } } }";
    assertThat(Run.of("sql", "engagement", "--pipeline", pipeline(declared)).out()).isEqualTo(sql);
    String bare = pipeline("tables: { public.events: {} }");
    PostgresServer server = POSTGRES.server();
    String url =
        server.jdbcUrl(TestPostgres.DATABASE)
            + "?user="
            + server.user()
            + "&password="
            + server.password();
    assertThat(Run.of("sql", "engagement", "--pipeline", bare, "--database", url).out())
        .isEqualTo(sql);
    Run nowhere = Run.of("sql", "engagement", "--pipeline", bare);
    assertThat(nowhere.exit()).isEqualTo(3);
    assertThat(nowhere.err()).contains("--database");
  }

  @Test
  void saysWhatDoesNotFit() throws Exception {
    String wrong =
        "tables: { public.events: { columns: { kind: int, amount: text, at: timestamptz } } }";
    Run run = Run.of("sql", "engagement", "--pipeline", pipeline(wrong));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("rollups.engagement.entity: public.events has no column properties.user")
        .contains("rollups.engagement.features.clicks.where.kind: column kind is of type integer");
  }

  private static Run run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    String database = "database: %s\ntables: { public.events: {} }".formatted(POSTGRES.yaml());
    all.addAll(List.of("--pipeline", pipeline(database)));
    return Run.of(all.toArray(String[]::new));
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows.stream().sorted().toList();
  }

  private static String pipeline(String tables) throws IOException {
    Path file = Files.createTempFile(directory, "pipeline", ".yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        redis: { url: "redis://localhost" }
        %s
        rollups:
          engagement:
            from: public.events
            entity: properties.user
            event-time: at
            features:
              clicks: { count: true, where: { kind: click, amount: { gte: 5 } }, over: 3s }
              prices:
                count: true
                where: { kind: [click], properties.price: { gt: 0 }, amount: { not: 8 } }
                over: lifetime
              paid:
                sum: properties.price
                where: { kind: [click], properties.price: { gt: 0 }, amount: { not: 8 } }
                over: lifetime
        """
            .formatted(tables));
    return file.toString();
  }
}
