package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the page of promises names are there, and each promise names some. */
class PromisesTest {

  private static final Path HOME =
      Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:IT|Test))\\.(\\w+)`");
  private static final Pattern PROMISE = Pattern.compile("(?m)^\\| (?!promise \\|)(.+) \\|$");

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Map<String, String> sources = sources();
    List<MatchResult> named = NAMED.matcher(page()).results().toList();
    List<String> missing = new ArrayList<>();
    for (MatchResult each : named) {
      Pattern method = Pattern.compile("(?m)^  void " + each.group(2) + "\\(");
      if (!method.matcher(sources.getOrDefault(each.group(1), "")).find()) {
        missing.add(each.group());
      }
    }
    assertThat(named).hasSizeGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPromiseNamesItsTests() throws IOException {
    List<String> promises =
        PROMISE.matcher(page()).results().map(promise -> promise.group(1)).toList();
    assertThat(promises).hasSizeGreaterThan(40);
    assertThat(promises).allMatch(promise -> NAMED.matcher(promise).find());
  }

  private static String page() throws IOException {
    return Files.readString(HOME.resolve("docs/promises.md"));
  }

  /** By class; two of one name are taken for one. */
  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      Map<String, String> sources = new HashMap<>();
      for (Path file : files.filter(PromisesTest::isTest).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
      return sources;
    }
  }

  private static boolean isTest(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/test/java/");
  }
}
