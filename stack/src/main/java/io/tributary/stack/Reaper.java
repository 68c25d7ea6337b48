package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kills what an earlier run has left behind because its JVM was killed. A process counts as ours
 * only if it started when the pid file says so and has the run directory in its command line. They
 * are killed without ceremony: every component recovers its data from that.
 */
final class Reaper {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private Reaper() {}

  /** Requires the directory's claim: without it the processes may belong to a running stack. */
  static void reap(RunDirectory directory, StackListener listener) {
    for (Path file : pidFiles(directory)) {
      PidFile pidFile = new PidFile(file);
      pidFile
          .survivor()
          .ifPresent(
              process -> {
                kill(process);
                String name = file.getFileName().toString();
                listener.reaped(name.substring(0, name.lastIndexOf('.')), process.pid());
              });
      pidFile.delete();
    }
  }

  private static List<Path> pidFiles(RunDirectory directory) {
    try (Stream<Path> files = Files.list(directory.pidFiles())) {
      return files.filter(file -> file.toString().endsWith(".pid")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory.pidFiles(), e);
    }
  }

  private static void kill(ProcessHandle process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(0, process);
    all.forEach(ProcessHandle::destroyForcibly);
    Deadline deadline = Deadline.in(WITHIN);
    while (all.stream().anyMatch(Reaper::isRunning)) {
      deadline.pauseOrThrow(
          () ->
              new StackException(
                  "process %d of an earlier run does not end: kill it, or choose another directory"
                      .formatted(process.pid())));
    }
  }

  /** A dead process that its parent has not asked about counts as alive, but runs no command. */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().commandLine().isPresent();
  }
}
