package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobMainTest {

  private static final JobDefinition NEVER =
      (env, config, ports) -> {
        throw new AssertionError("the job was defined");
      };

  @Test
  void showsHelpAndReturnsWithoutAJob() throws Exception {
    assertThat(printed("--help"))
        .contains("Usage: a-job")
        .contains("Does something.")
        .contains("--pipeline=FILE")
        .contains("--parallelism=N");
  }

  @Test
  void namesAnUnknownOptionAndShowsTheUsage() {
    assertThatThrownBy(() -> printed("--pipelin", "x.yaml"))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining("--pipelin")
        .hasMessageContaining("Usage: a-job");
  }

  @Test
  void asksForTheFile() {
    assertThatThrownBy(() -> printed())
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining("--pipeline=FILE");
  }

  @Test
  void refusesAParallelismBelowOne() {
    assertThatThrownBy(() -> printed("--pipeline", "x.yaml", "--parallelism", "0"))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining("--parallelism");
  }

  @Test
  void listsAllThatIsWrongWithTheFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(file, "version: 2\nsource: {}\ntabels: {}\n");
    assertThatThrownBy(() -> printed("--pipeline", file.toString()))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("version")
        .hasMessageContaining("tabels")
        .hasMessageContaining("kafka");
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> printed("--pipeline", "/nowhere/pipeline.yaml"))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining("/nowhere/pipeline.yaml");
  }

  private static String printed(String... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      JobMain.run(args, "a-job", "Does something.", NEVER);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
