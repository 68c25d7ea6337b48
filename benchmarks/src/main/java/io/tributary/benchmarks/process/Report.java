package io.tributary.benchmarks.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * What a comparison found, printed as the Markdown that {@code docs/performance.md} has, and
 * written to {@code benchmarks/target/NAME.json}.
 */
public final class Report {

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private final String name;
  private final Map<String, Map<String, Object>> contenders = new LinkedHashMap<>();
  private final Map<String, Object> ratios = new LinkedHashMap<>();

  public Report(String name) {
    this.name = name;
  }

  public static Path target() {
    return Path.of(System.getProperty("tributary.home", "."), "benchmarks", "target");
  }

  /** Prints the head of another table. */
  public void table(List<String> columns) {
    System.out.println();
    row("contender", columns);
    row("---", columns.stream().map(column -> "---:").toList());
  }

  /** Prints what was run, and on what, and the head of the table. */
  public void head(String what, List<String> columns) throws IOException {
    System.out.printf(
        "`benchmarks/run %s`, %s, %s, %d cores, JDK %s, Flink %s. %s%n",
        name,
        LocalDate.now(),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        EnvironmentInformation.getVersion(),
        what);
    table(columns);
  }

  private static String processor() throws IOException {
    if (!Files.exists(PROCESSOR)) {
      return System.getProperty("os.arch", "");
    }
    try (Stream<String> lines = Files.lines(PROCESSOR)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch", ""));
    }
  }

  /** Prints a contender's line in the table begun last. */
  public void contender(String contender, List<String> cells, Map<String, Object> figures) {
    row(contender, cells);
    contenders.computeIfAbsent(contender, any -> new LinkedHashMap<>()).putAll(figures);
  }

  private static void row(String first, List<String> cells) {
    System.out.printf("| %s | %s |%n", first, String.join(" | ", cells));
  }

  public void ratio(String ratio, double value) {
    ratios.put(ratio, Math.round(value * 100) / 100.0);
  }

  /** Prints the ratios and writes the file. */
  public void close() throws IOException {
    System.out.printf("%nratios %s%n", ratios);
    Files.createDirectories(target());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(
            target().resolve(name + ".json").toFile(),
            Map.of("contenders", contenders, "ratios", ratios));
  }
}
