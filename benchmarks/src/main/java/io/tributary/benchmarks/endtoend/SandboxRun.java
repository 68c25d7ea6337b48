package io.tributary.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.benchmarks.process.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What one run of {@code tributary sandbox} came to: its report, and each sample of lag. */
record SandboxRun(JsonNode report, List<Sample> samples) {

  private static final int DIFFERENCES_FOUND = 1;

  /**
   * @param store the job that fills it
   * @param atSeconds since the run began, when the sample was committed
   */
  record Sample(String store, double atSeconds, long millis) {

    static Sample parse(String line) {
      String[] cells = line.split(",", -1);
      return new Sample(cells[0], Double.parseDouble(cells[1]), Long.parseLong(cells[2]));
    }
  }

  /** Runs it; what it says goes to a file in {@link Report#target}. */
  static SandboxRun of(int rate, int seconds) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Report.target().resolve("end-to-end"));
    Path said = directory.resolve("sandbox-" + rate + ".log");
    Path verdict = directory.resolve("report-" + rate + ".json");
    ProcessBuilder sandbox =
        new ProcessBuilder(
                Path.of(System.getProperty("tributary.home", "."), "tributary").toString(),
                "sandbox",
                "--duration=" + seconds + "s",
                "--rate=" + rate,
                "--dir=" + directory.resolve("run"),
                "--report=" + verdict)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    // What was given for this process is not for the sandbox's.
    sandbox.environment().remove("JAVA_TOOL_OPTIONS");
    int exit = sandbox.start().waitFor();
    if (exit != 0 && exit != DIFFERENCES_FOUND) {
      throw new IllegalStateException("the sandbox ended with " + exit + "; see " + said);
    }
    return new SandboxRun(
        new ObjectMapper().readTree(verdict.toFile()),
        Files.readAllLines(directory.resolve("run").resolve("lag.csv")).stream()
            .map(Sample::parse)
            .toList());
  }

  boolean isRight() {
    return report.path("ok").asBoolean();
  }

  /** Row changes committed a second. */
  double achievedRate() {
    return report.path("achievedRate").asDouble();
  }

  /** Milliseconds from commit to effect, ascending, of what was committed from this second on. */
  List<Long> lags(String store, int fromSecond) {
    List<Long> lags =
        samples.stream()
            .filter(sample -> sample.store().equals(store) && sample.atSeconds() >= fromSecond)
            .map(Sample::millis)
            .sorted()
            .toList();
    if (lags.isEmpty()) {
      throw new IllegalStateException("nothing of " + store + " was seen");
    }
    return lags;
  }
}
