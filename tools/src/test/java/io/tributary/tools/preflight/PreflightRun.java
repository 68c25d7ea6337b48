package io.tributary.tools.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.tools.TributaryCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of the command on a pipeline. */
record PreflightRun(int exit, String out, String err) {

  /** What no run may show: tests make it the password of everything. */
  static final String SECRET = "sesame-4711";

  /** Runs it as a person would. */
  static PreflightRun of(String pipeline, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("preflight"));
    arguments.addAll(List.of(options));
    try {
      Path file = Files.createTempFile("pipeline", ".yaml");
      Files.writeString(file, pipeline);
      arguments.addAll(List.of("--pipeline", file.toString()));
      int exit =
          TributaryCommand.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(arguments.toArray(String[]::new));
      Files.delete(file);
      assertThat(out.toString() + err).doesNotContain(SECRET);
      return new PreflightRun(exit, out.toString(), err.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it finds as a program would see it, each as {@code level about problem}. */
  static List<String> findings(String pipeline, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    PreflightRun run = of(pipeline, all.toArray(String[]::new));
    assertThat(run.err).isEmpty();
    return run.found();
  }

  private List<String> found() {
    try {
      JsonNode json = new JsonMapper().readTree(out);
      assertThat(exit).isEqualTo(json.get("problems").asInt() == 0 ? 0 : 1);
      assertThat(json.get("unreachable")).isEmpty();
      List<String> found = new ArrayList<>();
      for (JsonNode each : json.get("findings")) {
        assertThat(each.get("remedy").asText()).isNotEmpty();
        found.add(
            "%s %s %s"
                .formatted(
                    each.get("level").asText(),
                    each.get("about").asText(),
                    each.get("problem").asText()));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
