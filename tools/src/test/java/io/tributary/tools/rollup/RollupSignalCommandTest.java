package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupSignalCommandTest {

  private static final String CONNECTOR =
      "kafka: {bootstrap-servers: \"none:1\", topic-prefix: app}";

  @TempDir Path directory;

  @Test
  void printsTheRowOfTheSignalTable() throws IOException {
    assertThat(Run.of("signal", "--pipeline", pipeline(CONNECTOR)).out())
        .matches(
            "INSERT INTO public\\.debezium_signal VALUES \\('tributary-[0-9a-f-]{36}',"
                + " 'execute-snapshot', '\\{\"type\":\"incremental\",\"data-collections\":"
                + "\\[\"public\\.O''Neill\\\\\\\\\\$\",\"public\\.events\"\\]\\}'\\);\n");
    assertThat(
            Run.of("signal", "clicks", "--table", "s.\"T\"", "--pipeline", pipeline(CONNECTOR))
                .out())
        .startsWith("INSERT INTO s.\"T\" VALUES ('tributary-")
        .endsWith("'{\"type\":\"incremental\",\"data-collections\":[\"public.events\"]}');\n");
  }

  @Test
  void printsTheRecordOfTheSignalTopic() throws IOException {
    assertThat(Run.of("signal", "clicks", "--kafka", "--pipeline", pipeline(CONNECTOR)).out())
        .isEqualTo(
            "app|{\"type\":\"execute-snapshot\",\"data\":{\"type\":\"incremental\","
                + "\"data-collections\":[\"public.events\"]}}\n");
  }

  @Test
  void saysWhatToDoWhereThereIsNoConnector() throws IOException {
    String direct = "postgres: {slot: s, publication: p, accept-known-defects: true}";
    Run run = Run.of("signal", "--pipeline", pipeline(direct));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("change every row instead");
    assertThat(Run.of("signal", "click", "--pipeline", pipeline(CONNECTOR)).err())
        .contains("did you mean clicks?");
  }

  private String pipeline(String source) throws IOException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: {%s}
        redis: { url: "redis://localhost" }
        database: { url: "jdbc:postgresql://localhost/app", user: u, password: p }
        tables: { public.events: {}, "public.O'Neill$": {} }
        rollups:
          clicks: { from: public.events, entity: a, features: { last: { latest: b } } }
          others: { from: "public.O'Neill$", entity: a, features: { last: { latest: b } } }
        """
            .formatted(source));
    return file.toString();
  }
}
