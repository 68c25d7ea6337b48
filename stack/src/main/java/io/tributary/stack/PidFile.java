package io.tributary.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a process so that a later JVM can recognise it: {@code {"pid":4711,
 * "startedAt":"2026-02-28T12:00:00.120Z","marker":"/tmp/run/data/redis"}}.
 */
final class PidFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Start times are counted from the boot time, which a clock correction can shift. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private final Path file;

  PidFile(Path file) {
    this.file = file;
  }

  void write(ProcessHandle process, String marker) throws IOException {
    ObjectNode content = JSON.createObjectNode();
    content.put("pid", process.pid());
    content.put("startedAt", process.info().startInstant().orElseGet(Instant::now).toString());
    content.put("marker", marker);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    JSON.writeValue(fresh.toFile(), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  /** The process written there, if it still runs and is still the same program. */
  Optional<ProcessHandle> survivor() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var content = JSON.readTree(file.toFile());
      Instant startedAt = Instant.parse(content.path("startedAt").asText());
      String marker = content.path("marker").asText();
      return ProcessHandle.of(content.path("pid").asLong())
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedAt(process, startedAt) && runs(process, marker));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean startedAt(ProcessHandle process, Instant expected) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(actual, expected).abs().compareTo(START_TOLERANCE) <= 0)
        .orElse(false);
  }

  private static boolean runs(ProcessHandle process, String marker) {
    return process.info().commandLine().map(line -> line.contains(marker)).orElse(false);
  }
}
