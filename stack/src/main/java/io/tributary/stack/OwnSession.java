package io.tributary.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a child outside the terminal's process group. Ctrl-C goes to the whole group: without this
 * every component would stop at once, in no order, and look to its supervisor as if it had died.
 */
final class OwnSession {
  /** Both replace themselves by the command, so that the process id stays the child's. */
  private static final List<String> PREFIX =
      onPath("setsid")
          .map(List::of)
          .or(() -> onPath("perl").map(perl -> List.of(perl, "-e", "setpgrp; exec @ARGV", "--")))
          .orElse(List.of());

  private OwnSession() {}

  static List<String> command(List<String> command) {
    return Stream.concat(PREFIX.stream(), command.stream()).toList();
  }

  static Optional<String> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
