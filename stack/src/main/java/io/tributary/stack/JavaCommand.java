package io.tributary.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a program that runs in a JVM of its own, on jars the build has copied. */
final class JavaCommand {
  /** The system property that names the repository's root. */
  private static final String HOME = "tributary.home";

  private final Path folder;
  private final List<String> options = new ArrayList<>();

  private JavaCommand(Path folder) {
    this.folder = folder;
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-Djava.awt.headless=true");
    // The heaps are small: G1's threads would cost more than its pauses save.
    options.add("-XX:+UseSerialGC");
  }

  /**
   * A program of {@code kafka}, {@code connect}, {@code debezium}, {@code flink} or {@code
   * registry}.
   */
  static JavaCommand of(String dist) {
    return new JavaCommand(folder(dist));
  }

  static Path folder(String dist) {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new StackException(
          "the system property " + HOME + " is not set: it names the root of the repository");
    }
    Path folder = Path.of(home, "stack", "dist", dist, "target", "lib");
    if (!Files.isDirectory(folder)) {
      throw new StackException(
          "%s is missing: run ./mvnw generate-resources -pl stack/dist/%s in %s"
              .formatted(folder, dist, home));
    }
    return folder;
  }

  JavaCommand with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** With the simple compiler alone: half the start-up time, a fraction of the speed later. */
  JavaCommand fastStart(boolean fast) {
    return fast ? with("-XX:TieredStopAtLevel=1") : this;
  }

  /** Log lines of Kafka's programs, which come without a logging system of their own. */
  JavaCommand simpleLogger() {
    return with(
        "-Dorg.slf4j.simpleLogger.logFile=System.out",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
        "-Dorg.slf4j.simpleLogger.levelInBrackets=true");
  }

  List<String> main(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(folder.resolve("*").toString());
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
