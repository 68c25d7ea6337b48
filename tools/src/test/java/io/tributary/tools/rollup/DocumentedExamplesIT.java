package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Features and filters that the documentation shows are found valid, and their SQL runs. */
class DocumentedExamplesIT {

  private static final Path DOCS =
      Path.of(System.getProperty("tributary.home", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("docs");

  private static final Pattern AGGREGATE =
      Pattern.compile("(?m)^\\| `[a-z].*?\\| `(\\{.*?\\})` \\|");
  private static final Pattern FILTER = Pattern.compile("(?s)```yaml\\nwhere:\\n(.*?)```");

  @TempDir static Path directory;
  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  @BeforeAll
  static void start() throws SQLException {
    POSTGRES.execute(
        """
        CREATE TABLE events (
          id int PRIMARY KEY, price numeric, page text, category text, session uuid, country text, event_type text,
          device text, amount numeric, deleted_at timestamptz, is_bot boolean, properties jsonb, seen_at timestamptz,
          occurred_at timestamptz);
        INSERT INTO events (id, price, amount, event_type, device, country, is_bot, properties, seen_at, occurred_at)
        VALUES (1, 2.5, 5, 'click', 'web', 'DE', false, '{"page": {"type": "home"}}', now(), now());
        """);
  }

  @Test
  void everyAggregateOfTheTable() throws Exception {
    List<String> examples =
        AGGREGATE
            .matcher(Files.readString(DOCS.resolve("aggregates.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(14);
    StringBuilder features = new StringBuilder();
    for (String each : examples) {
      features.append("      f%d: %s%n".formatted(features.length(), each));
    }
    assertThat(values(features.toString())).isNotEmpty();
  }

  @Test
  void theFilter() throws Exception {
    Matcher filter = FILTER.matcher(Files.readString(DOCS.resolve("features.md")));
    assertThat(filter.find()).isTrue();
    String where = filter.group(1).indent(8);
    assertThat(values("      f:\n        count: true\n        over: 1h\n        where:\n" + where))
        .containsExactly("1");
  }

  /** What the printed SQL gives for the one entity. */
  private static List<String> values(String features) throws IOException, SQLException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        redis: { url: "redis://localhost" }
        database: %s
        tables: { public.events: {} }
        rollups:
          documented:
            from: public.events
            entity: id
            event-time: occurred_at
            features:
              clicks: { count: true, where: { event_type: click }, over: 1h }
              views: { count: true, where: { event_type: view }, over: 1h }
        """
                .formatted(POSTGRES.yaml())
            + features);
    Run run = Run.of("sql", "documented", "--pipeline", file.toString());
    assertThat(run.err()).isEmpty();
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(run.out())) {
      assertThat(result.next()).isTrue();
      List<String> values = new ArrayList<>();
      // Before it there are the entity, clicks and views.
      for (int column = 4; column <= result.getMetaData().getColumnCount(); column++) {
        values.add(String.valueOf(result.getString(column)));
      }
      return values;
    }
  }
}
