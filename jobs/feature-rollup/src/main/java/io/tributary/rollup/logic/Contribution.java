package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one change of a row adds to the features of one entity, retractions included: an update that
 * turns a purchase of 5 into one of 8 adds 8 and takes back 5. Contributions to an entity can be
 * applied in any order and amount to the same; each counts once.
 *
 * @param key what state is keyed by, and a Redis key after its prefix: {@code user_engagement:42},
 *     the rollup's name and the {@linkplain EntityKey#text entity}
 * @param bare see {@link EntityKey#bare}
 * @param first of its parts, of which there is at least one; empty sums are left out
 */
public record Contribution(String key, int bare, Part first) implements Serializable {

  /** Ends the parts; others begin with a number that is greater. */
  private static final int END = 0;

  /**
   * A signed amount at a moment. Most contributions have few, so each leads to the next.
   *
   * @param measure where what is measured stands among the rollup's measures, or the number of one
   *     of its series {@linkplain Rollup#alone alone}
   * @param eventTime milliseconds since 1970 UTC, {@link Long#MIN_VALUE} for {@code -infinity}
   * @param next null for the last
   */
  record Part(int measure, long eventTime, Aggregate amount, @Nullable Part next)
      implements Serializable {}

  /** Whose features they are. */
  public EntityKey entity() {
    return EntityKey.ofState(key, bare);
  }

  /** Roughly how many bytes of memory it takes. */
  public long footprint() {
    long bytes = 100;
    for (Part part = first; part != null; part = part.next()) {
      bytes += 40 + part.amount().footprint();
    }
    return bytes;
  }

  /** Writes the parts as {@link #readParts} reads them. */
  public void writeParts(DataOutput out) throws IOException {
    long previous = 0;
    for (Part part = first; part != null; part = part.next()) {
      Packed.writeUnsigned(part.measure() + 1L, out);
      Packed.writeSigned(part.eventTime() - previous, out);
      part.amount().writeTagged(out);
      previous = part.eventTime();
    }
    out.writeByte(END);
  }

  public static Contribution readParts(String key, int bare, DataInput in) throws IOException {
    Part last = null;
    long eventTime = 0;
    for (long number = Packed.readUnsigned(in); number != END; number = Packed.readUnsigned(in)) {
      eventTime += Packed.readSigned(in);
      last = new Part((int) number - 1, eventTime, Aggregate.readTagged(in), last);
    }
    if (last == null) {
      throw new IOException("a contribution has no parts");
    }
    return new Contribution(key, bare, last.next() == null ? last : reversed(last));
  }

  /** As there may be thousands, none waits on the stack for those that follow it. */
  private static Part reversed(Part last) {
    Part first = new Part(last.measure(), last.eventTime(), last.amount(), null);
    for (Part part = last.next(); part != null; part = part.next()) {
      first = new Part(part.measure(), part.eventTime(), part.amount(), first);
    }
    return first;
  }
}
