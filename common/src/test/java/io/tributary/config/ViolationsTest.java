package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.config.binding.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViolationsTest {

  static Stream<String> brokenFiles() throws IOException {
    try (Stream<Path> files = Files.list(Pipelines.file("broken"))) {
      return files.map(file -> "broken/" + file.getFileName()).sorted().toList().stream();
    }
  }

  /** Every broken file ends with what is to be said about it, a comment for each violation. */
  @ParameterizedTest
  @MethodSource("brokenFiles")
  void reportsAllThatIsWrongAtOnce(String name) throws IOException {
    List<String> expected =
        Files.readAllLines(Pipelines.file(name)).stream()
            .dropWhile(line -> !line.equals("# Expected:"))
            .skip(1)
            .map(line -> line.substring(2))
            .toList();
    assertThat(violations(name)).extracting(Violation::toString).isEqualTo(expected).isNotEmpty();
  }

  /** The file of the format's own description, but for what is still to come. */
  @Test
  void refusesWhatThisVersionDoesNotSupport() {
    assertThat(violations("contract.yaml"))
        .filteredOn(violation -> !violation.problem().contains("secrets/db-password"))
        .allMatch(violation -> violation.problem().equals("not supported in this version"))
        .extracting(Violation::path)
        .containsExactly("lakehouse.mirror");
  }

  @Test
  void saysOneLineForEach() {
    assertThatThrownBy(() -> Pipelines.parse("version: 1\nsource: { kafka: {} }\ntables: {}\n"))
        .hasMessage(
            """
            test.yaml has 3 problems:
              line 2: source.kafka.bootstrap-servers: is missing; give it: Brokers to start from, \
            separated by commas
              line 2: source.kafka.topic-prefix: is missing; give it: The connector's topic.prefix; \
            topics are named <prefix>.<schema>.<table>
              line 3: tables: is empty; give at least one""");
  }

  @Test
  void namesTheFileThatCannotBeRead(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> PipelineConfig.load(missing))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(missing.toString(), "does not exist");

    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "group-id: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PipelineConfig.load(latin))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(latin.toString(), "UTF-8");
  }

  private static List<Violation> violations(String name) {
    return catchThrowableOfType(InvalidConfigException.class, () -> Pipelines.load(name))
        .violations();
  }
}
