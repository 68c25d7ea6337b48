package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.tools.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages of this repository lead to, and the commands that they name, are there. */
class DocumentationTest {

  private static final Path HOME =
      Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
  private static final List<String> OTHERS =
      List.of(
          "README.md",
          "CONTRIBUTING.md",
          "CHANGELOG.md",
          "benchmarks/README.md",
          "flink-k8s/README.md");
  private static final String ABOVE =
      """
      version: 1
      source: { kafka: { bootstrap-servers: "kafka:9092", topic-prefix: app } }
      pii: { hmac: { current: k1, keys: { k1: "0123456789abcdef" } } }
      redis: { url: "redis://redis" }
      """;
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?: {4,}|.*\\| )(?:\\./)?tributary ([a-z].*)$");

  @Test
  void linksLeadToFilesAndHeadingsThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); ) {
        if (!link.group(1).matches("[a-z]+:.*") && !isThere(page, link.group(1))) {
          broken.add(HOME.relativize(page) + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageCanBeReachedFromTheReadme() throws IOException {
    Set<Path> reached = new TreeSet<>();
    reach(HOME.resolve("README.md"), reached);
    assertThat(reached).containsAll(pages());
  }

  @Test
  void commandsAreThoseOfTheCommandLine() throws IOException {
    List<String> commands = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Path page : pages()) {
      for (Matcher line = COMMAND.matcher(Files.readString(page)); line.find(); ) {
        commands.add(line.group(1));
        unknown(line.group(1)).forEach(word -> unknown.add(HOME.relativize(page) + ": " + word));
      }
    }
    assertThat(commands).hasSizeGreaterThan(10);
    assertThat(unknown).isEmpty();
  }

  @Test
  void thePipelineOfTheReadmeIsValid() throws IOException {
    Matcher yaml = YAML.matcher(Files.readString(HOME.resolve("README.md")));
    assertThat(yaml.find()).isTrue();
    PipelineConfig config = PipelineConfig.parse(ABOVE + yaml.group(1));
    assertThat(config.rollups()).isNotEmpty();
  }

  /** Subcommands and options of a line that do not exist. */
  private static List<String> unknown(String line) {
    List<String> unknown = new ArrayList<>();
    CommandLine command = TributaryCommand.commandLine(new SandboxCommand());
    for (String word : words(line)) {
      Map<String, CommandLine> further = command.getSubcommands();
      if (word.startsWith("--")) {
        if (command.getCommandSpec().findOption(word) == null) {
          unknown.add(word + " in " + line);
        }
      } else if (further.containsKey(word)) {
        command = further.get(word);
      } else if (!further.isEmpty()) {
        unknown.add(word + " in " + line);
      }
    }
    return unknown;
  }

  /** The words of the command itself: brackets only say what is optional. */
  private static List<String> words(String line) {
    String command = line.split("[|>#`]", 2)[0].replaceAll("[\\[\\]]", " ");
    return Arrays.asList(command.trim().split(" +"));
  }

  private static boolean isThere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path file = target(page, parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || anchors(file).contains(parts[1]);
  }

  private static Path target(Path page, String file) {
    return file.isEmpty() ? page : page.resolveSibling(file).normalize();
  }

  /** What headings are called in links: in small letters, without punctuation, blanks as dashes. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static void reach(Path page, Set<Path> reached) throws IOException {
    if (!reached.add(page) || !page.toString().endsWith(".md")) {
      return;
    }
    for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); ) {
      Path target = target(page, link.group(1).split("#", 2)[0]);
      if (Files.isDirectory(target)) {
        for (Path each : pages(target)) {
          reach(each, reached);
        }
      } else if (Files.exists(target)) {
        reach(target, reached);
      }
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(pages(HOME.resolve("docs")));
    OTHERS.forEach(page -> pages.add(HOME.resolve(page)));
    return pages;
  }

  private static List<Path> pages(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
