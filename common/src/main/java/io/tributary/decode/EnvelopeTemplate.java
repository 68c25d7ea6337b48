package io.tributary.decode;

import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Spelling;
import io.tributary.decode.scan.Unsure;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a topic are expected to look like: as one did that the tree path has decoded.
 *
 * @param lead what stands before the payload: its schema, if the records bring one
 * @param end what stands behind the payload's last value
 * @param key null where the records have none
 * @param description what the template was made with, and holds for
 */
record EnvelopeTemplate(
    byte[] lead,
    Step[] steps,
    Literal end,
    @Nullable KeyTemplate key,
    RowTemplate rows,
    SourceTemplate source,
    TableId table,
    @Nullable TableDescription description) {

  /** A part of the payload. */
  enum Part {
    BEFORE,
    AFTER,
    SOURCE,
    TRANSACTION,
    OP,
    OTHER
  }

  /** What stands before a part's value. */
  record Step(Literal lead, Part part) {}

  private static final Map<String, Part> PARTS =
      Map.of(
          "before", Part.BEFORE,
          "after", Part.AFTER,
          "source", Part.SOURCE,
          "transaction", Part.TRANSACTION,
          "op", Part.OP);

  /** The steps of a payload that has these members in this order. */
  static Step[] steps(Iterable<String> names) throws Unsure {
    List<Step> steps = new ArrayList<>();
    Spelling spelling = new Spelling();
    for (String name : names) {
      Literal lead = spelling.name(steps.size(), name).take();
      steps.add(new Step(lead, PARTS.getOrDefault(name, Part.OTHER)));
    }
    return steps.toArray(Step[]::new);
  }
}
