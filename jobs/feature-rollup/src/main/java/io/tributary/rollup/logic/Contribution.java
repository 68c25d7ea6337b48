package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one change of a row adds to the features of one entity, retractions included: an update that
 * turns a purchase of 5 into one of 8 adds 8 and takes back 5. Contributions to an entity can be
 * applied in any order and amount to the same; each counts once.
 *
 * @param rollup the rollup's name
 * @param parts at least one; empty sums are left out. Not to be modified
 */
public record Contribution(String rollup, EntityKey entity, List<Part> parts)
    implements Serializable {

  /**
   * A signed amount at a moment.
   *
   * @param measure where what is measured stands among the rollup's measures
   * @param eventTime milliseconds since 1970 UTC, {@link Long#MIN_VALUE} for {@code -infinity}
   */
  record Part(int measure, long eventTime, Aggregate amount) implements Serializable {}

  /** Writes the parts as {@link #readParts} reads them. */
  public void writeParts(DataOutput out) throws IOException {
    Packed.writeUnsigned(parts.size(), out);
    long previous = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Packed.writeUnsigned(part.measure(), out);
      Packed.writeSigned(part.eventTime() - previous, out);
      part.amount().writeTagged(out);
      previous = part.eventTime();
    }
  }

  public static Contribution readParts(String rollup, EntityKey entity, DataInput in)
      throws IOException {
    int size = (int) Packed.readUnsigned(in);
    List<Part> parts = new ArrayList<>(size);
    long eventTime = 0;
    for (int i = 0; i < size; i++) {
      int measure = (int) Packed.readUnsigned(in);
      eventTime += Packed.readSigned(in);
      parts.add(new Part(measure, eventTime, Aggregate.readTagged(in)));
    }
    return new Contribution(rollup, entity, parts);
  }

  /** What state is keyed by, and a Redis key after its prefix: {@code user_engagement:42}. */
  public String key() {
    return rollup + ":" + entity.text();
  }
}
