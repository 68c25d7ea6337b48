package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaperTest {
  @TempDir Path root;
  private ProcessHandle sleeper = ProcessHandle.current();

  @AfterEach
  void endSleeper() {
    if (!sleeper.equals(ProcessHandle.current())) {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void killsWhatAnEarlierRunHasLeft() {
    RunDirectory directory = new RunDirectory(root);
    start(directory);

    Reaper.reap(directory, SharedStack.listener());

    assertThat(sleeper.onExit()).succeedsWithin(Duration.ofSeconds(10));
    assertThat(SharedStack.EVENTS).contains("reaped sleeper");
    assertThat(root.resolve("pids")).isEmptyDirectory();
  }

  @Test
  void sparesAnotherProgramThatHasGotTheSameProcessId() throws IOException {
    RunDirectory directory = new RunDirectory(root);
    start(directory);
    replaceInPidFile(directory, root.toString(), "/somewhere/else");

    Reaper.reap(directory, SharedStack.listener());

    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void sparesAProcessThatStartedAtAnotherTime() throws IOException {
    RunDirectory directory = new RunDirectory(root);
    start(directory);
    replaceInPidFile(directory, "\"startedAt\":\"2", "\"startedAt\":\"1");

    Reaper.reap(directory, SharedStack.listener());

    assertThat(sleeper.isAlive()).isTrue();
  }

  private void start(RunDirectory directory) {
    List<String> command = List.of("sh", "-c", "sleep 60; true", root.toString());
    ChildProcess.Launch launch = new ChildProcess.Launch(command, Map.of(), root, root.toString());
    PidFile pidFile = new PidFile(directory.pidFile("sleeper"));
    ChildProcess child = ChildProcess.start(launch, directory.log("sleeper"), pidFile);
    sleeper = ProcessHandle.of(child.pid()).orElseThrow();
  }

  private static void replaceInPidFile(RunDirectory directory, String old, String replacement)
      throws IOException {
    Path file = directory.pidFile("sleeper");
    Files.writeString(file, Files.readString(file).replace(old, replacement));
  }
}
