package io.tributary.tools.decode;

import io.tributary.config.binding.FileTrouble;
import io.tributary.event.RawRecord;
import io.tributary.runtime.tables.TypesUnavailableException;
import io.tributary.schema.SchemaHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of the schema history's topic, in the shape of {@code kcat -J}. */
final class HistoryFile {

  private HistoryFile() {}

  /**
   * Reads it whole.
   *
   * @throws TypesUnavailableException if it cannot be read, or not all of it can
   */
  static SchemaHistory read(Path file) {
    List<RawRecord> records = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      Lines lines = new Lines(in);
      int number = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        if (!KcatParser.isBlank(line)) {
          records.add(record(file, number, KcatParser.parse(line)));
        }
      }
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + FileTrouble.of(e));
    }
    SchemaHistory history = SchemaHistory.of(records);
    if (history.unreadable() > 0) {
      throw unusable(file, history.unreadable() + " of its entries are unreadable");
    } else if (history.isEmpty()) {
      throw unusable(file, "no record in it is an entry of the schema history");
    }
    return history;
  }

  private static RawRecord record(Path file, int number, KcatLine line) {
    if (line instanceof KcatLine.Malformed bad) {
      throw unusable(file, "line " + number + ": " + bad.detail());
    }
    return ((KcatLine.Read) line).record();
  }

  private static TypesUnavailableException unusable(Path file, String problem) {
    return new TypesUnavailableException("--schema-history " + file + ": " + problem, null);
  }
}
