package io.tributary.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a log has gained since the mark, shortened to the lines that fit an error message. */
final class LogTail {
  private static final int LINES = 15;
  private static final int BYTES = 8_192;

  private final Path log;
  private final long mark;

  private LogTail(Path log, long mark) {
    this.log = log;
    this.mark = mark;
  }

  static LogTail from(Path log) {
    return new LogTail(log, log.toFile().length());
  }

  String lastLines() {
    if (!Files.exists(log)) {
      return "(no log was written)";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(mark, file.length() - BYTES));
      byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }
}
