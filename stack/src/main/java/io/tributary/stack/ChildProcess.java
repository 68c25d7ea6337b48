package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of ours: outside the terminal's group, its output in a log file, its id in a file. */
final class ChildProcess {
  private final Process process;
  private final PidFile pidFile;

  private ChildProcess(Process process, PidFile pidFile) {
    this.process = process;
    this.pidFile = pidFile;
  }

  static ChildProcess start(Launch launch, Path log, PidFile pidFile) {
    ProcessBuilder builder =
        new ProcessBuilder(OwnSession.command(launch.command()))
            .directory(launch.workingDirectory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(launch.environment());
    try {
      Process process = builder.start();
      pidFile.write(process.toHandle(), launch.marker());
      return new ChildProcess(process, pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + launch.command().get(0), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Asks with the signal, waits, and kills what is left after the grace time. */
  void stop(String signal, Duration grace) {
    List<ProcessHandle> children = process.descendants().toList();
    if (process.isAlive()) {
      send(signal);
    }
    if (!exitsWithin(grace)) {
      process.destroyForcibly();
    }
    finish(children);
  }

  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    finish(children);
  }

  private void finish(List<ProcessHandle> children) {
    exitsWithin(Duration.ofSeconds(10));
    children.forEach(ProcessHandle::destroyForcibly);
    pidFile.delete();
  }

  private void send(String signal) {
    if (signal.equals("TERM")) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean exitsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * What to run.
   *
   * @param marker a part of the command line that no other program's has: the component's directory
   */
  record Launch(
      List<String> command, Map<String, String> environment, Path workingDirectory, String marker) {
    Launch {
      String line = Stream.of(command).flatMap(List::stream).collect(Collectors.joining(" "));
      if (!line.contains(marker)) {
        throw new IllegalArgumentException("marker " + marker + " is not in: " + line);
      }
    }
  }
}
