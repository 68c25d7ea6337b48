package io.tributary.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for Enter, or for a file that another program creates. */
final class Pause {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Path file;
  private final Console console;

  Pause(Path file, Console console) {
    this.file = file;
    this.console = console;
  }

  void await() throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    console.say(
        "Paused before verifying, with the connector paused as well. Press Enter, or create "
            + file);
    while (!Files.exists(file) && !enterPressed()) {
      Thread.sleep(POLL.toMillis());
    }
  }

  private static boolean enterPressed() throws IOException {
    while (System.in.available() > 0) {
      if (System.in.read() == '\n') {
        return true;
      }
    }
    return false;
  }
}
