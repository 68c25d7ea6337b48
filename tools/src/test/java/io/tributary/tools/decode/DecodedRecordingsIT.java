package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the command prints of the recordings of {@code envelopes/*.sql}, types from a database in
 * which those tables are: {@code resources/decode}, compared byte by byte. With {@code
 * -Ddecode.write=true} the files are written anew, to be read against the SQL before they are kept.
 */
class DecodedRecordingsIT {

  private static final boolean WRITE = Boolean.getBoolean("decode.write");

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  @BeforeAll
  static void createTheTablesAsTheyAreInTheEnd() throws Exception {
    POSTGRES.execute(recording("tables.sql"));
    for (String statement : recording("changes.sql").split("(?<=;)\n")) {
      if (statement.contains("alter table")) {
        POSTGRES.execute(statement.substring(statement.indexOf("alter table")));
      }
    }
  }

  private static String recording(String file) throws IOException {
    try (InputStream in = DecodedRecordingsIT.class.getResourceAsStream("/envelopes/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Run decode(String input, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--database", url()));
    arguments.addAll(List.of(more));
    return Run.of(
        Map.of("PGUSER", POSTGRES.server().user(), "PGPASSWORD", POSTGRES.server().password()),
        input,
        arguments.toArray(String[]::new));
  }

  private static String url() {
    return POSTGRES
        .server()
        .jdbcUrl(TestPostgres.DATABASE)
        .replaceFirst("^jdbc:", "")
        .replaceFirst("\\?.*", "");
  }

  private static void check(String name, Run run) throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    if (WRITE) {
      Path file = Path.of("src/test/resources/decode", name);
      Files.createDirectories(file.getParent());
      Files.write(file, run.lines());
      return;
    }
    try (InputStream in = DecodedRecordingsIT.class.getResourceAsStream("/decode/" + name)) {
      String kept =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(run.lines()).containsExactlyElementsOf(kept.lines().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "flink_cdc"})
  void areTold(String recording) throws IOException {
    String input = recording(recording + ".jsonl");
    Run run = decode(input, "--topic-prefix", recording);

    assertThat(run.lines()).hasSameSizeAs(input.lines().toList());
    assertThat(run.lines()).noneMatch(line -> line.startsWith("{\"rejected\""));
    check(recording + ".jsonl", run);
  }

  @Test
  void becomeTransitions() throws IOException {
    String input = recording("plain.jsonl");

    check("plain-transitions.jsonl", decode(input, "--topic-prefix", "plain", "--transitions"));
  }

  @Test
  void areTransitionsOnceHoweverOftenTheyArrive() throws IOException {
    String rows =
        recording("plain.jsonl")
            .lines()
            .filter(line -> line.contains("\"plain.public.toasted\""))
            .reduce("", (all, line) -> all + line + "\n");

    List<String> lines = decode(rows + rows, "--transitions").lines();

    long records = rows.lines().count();
    assertThat(lines.subList((int) records, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"none\":{\"reason\":\""));
  }
}
