package io.tributary.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A started process of a contender, and what it has run. */
public record Child(
    String contender, Process process, BufferedReader out, PrintWriter in, List<Run> runs)
    implements AutoCloseable {

  private static final List<String> OPENED =
      List.of(
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED");

  /** As Flink's own scripts start a TaskManager: a heap that does not have to grow, and G1. */
  public static final List<String> HEAP = List.of("-Xms3g", "-Xmx3g", "-XX:+UseG1GC");

  /** After so many runs, of which one is compared, no contender is much faster in the next. */
  public static final int WARM_UP = Integer.getInteger("warm-up", 5);

  public static Child start(Class<?> main, String contender, Path messages) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENED);
    command.addAll(HEAP);
    String more = System.getProperty("jvm");
    if (more != null) {
      command.addAll(Arrays.asList(more.replace("%c", contender).split(" ")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), contender, messages.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Child(
        contender,
        process,
        process.inputReader(StandardCharsets.UTF_8),
        new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true),
        new ArrayList<>());
  }

  /** How many rows are there in the end, and their digest. */
  public String finalRows() throws IOException {
    in.println("check");
    return ContenderProcess.answer(out, contender);
  }

  /** Of a contender that can be restarted. */
  public SavedState savedState() throws IOException {
    in.println("state");
    return SavedState.parse(ContenderProcess.answer(out, contender));
  }

  /** How the contender goes about it, line by line. */
  public List<String> plan() throws IOException {
    in.println("plan");
    String plan = ContenderProcess.answer(out, contender).substring("PLAN ".length());
    return List.of(plan.split(Pattern.quote(ContenderProcess.PLAN_LINE)));
  }

  /** All of them in turn, as often as is left after the run that was compared. */
  public static void warmUp(List<Child> children) throws IOException {
    for (int run = 1; run < WARM_UP; run++) {
      for (Child child : children) {
        child.runUncounted();
      }
    }
  }

  private Run runUncounted() throws IOException {
    in.println("run");
    String[] answer = ContenderProcess.answer(out, contender).split(" ");
    return new Run(Long.parseLong(answer[1]), Long.parseLong(answer[2]), Long.parseLong(answer[3]));
  }

  public Run run() throws IOException {
    Run run = runUncounted();
    runs.add(run);
    return run;
  }

  @Override
  public void close() {
    in.close();
    process.destroy();
  }
}
