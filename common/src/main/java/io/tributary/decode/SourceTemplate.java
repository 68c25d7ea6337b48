package io.tributary.decode;

import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Spelling;
import io.tributary.decode.scan.Unsure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code source} in the order in which they are expected. What is the same for all
 * records of a table (its name, the connector's) is compared as one run of bytes.
 */
final class SourceTemplate {

  /** A part that differs from record to record. */
  enum Part {
    TS_MS,
    TS_US,
    SNAPSHOT,
    SEQUENCE,
    TX_ID,
    LSN,
    OTHER
  }

  /** What stands before a part's value. */
  record Step(Literal lead, Part part) {}

  private static final Map<String, Part> PARTS =
      Map.of(
          "ts_ms", Part.TS_MS,
          "ts_us", Part.TS_US,
          "snapshot", Part.SNAPSHOT,
          "sequence", Part.SEQUENCE,
          "txId", Part.TX_ID,
          "lsn", Part.LSN);
  private static final Set<String> CONSTANT =
      Set.of("version", "connector", "name", "db", "schema", "table");

  private final Step[] steps;
  private final Literal end;

  private SourceTemplate(Step[] steps, Literal end) {
    this.steps = steps;
    this.end = end;
  }

  static SourceTemplate of(Map<String, @Nullable Object> source) throws Unsure {
    List<Step> steps = new ArrayList<>();
    Spelling spelling = new Spelling();
    int index = 0;
    for (Map.Entry<String, @Nullable Object> entry : source.entrySet()) {
      spelling.name(index++, entry.getKey());
      Part part = PARTS.get(entry.getKey());
      Object value = entry.getValue();
      if (part != null) {
        steps.add(new Step(spelling.take(), part));
      } else if (value == null) {
        spelling.raw("null");
      } else if (CONSTANT.contains(entry.getKey()) && value instanceof String text) {
        spelling.string(text);
      } else {
        steps.add(new Step(spelling.take(), Part.OTHER));
      }
    }
    return new SourceTemplate(steps.toArray(Step[]::new), spelling.raw("}").take());
  }

  Step[] steps() {
    return steps;
  }

  /** What stands behind the last part. */
  Literal end() {
    return end;
  }
}
