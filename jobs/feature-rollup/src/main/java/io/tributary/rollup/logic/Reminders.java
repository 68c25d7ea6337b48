package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For which moments an entity is noted, so that it is looked at then. The first of them counts. Of
 * those that were noted for later one is remembered, so that an entity that goes to and fro between
 * the boundaries of a short window and those of a long one is not noted for the same moment again
 * and again.
 */
final class Reminders {

  private long next = EntityState.NEVER;
  private long later = EntityState.NEVER;

  /** Whether a note has to be made now, so that there is one for a moment or an earlier one. */
  boolean needsNote(long at) {
    if (next <= at) {
      return false;
    }
    later = next;
    next = at;
    return true;
  }

  /**
   * The moment of a note has come.
   *
   * @return whether it is the one that counts
   */
  boolean comes(long at, long now) {
    if (at < next) {
      return false;
    }
    next = later > now ? later : EntityState.NEVER;
    later = EntityState.NEVER;
    return true;
  }

  Reminders copy() {
    Reminders copy = new Reminders();
    copy.next = next;
    copy.later = later;
    return copy;
  }

  /** Writes what {@link #read} reads. Both mostly lie soon after the entity's clock. */
  void write(long clock, DataOutput out) throws IOException {
    Packed.writeUnsigned(next == EntityState.NEVER ? 0 : next - clock, out);
    Packed.writeUnsigned(later == EntityState.NEVER ? 0 : later - clock, out);
  }

  static Reminders read(long clock, DataInput in) throws IOException {
    Reminders reminders = new Reminders();
    reminders.next = readMoment(clock, in);
    reminders.later = readMoment(clock, in);
    return reminders;
  }

  private static long readMoment(long clock, DataInput in) throws IOException {
    long since = Packed.readUnsigned(in);
    return since == 0 ? EntityState.NEVER : clock + since;
  }

  /** What there was when one timer was set for an entity, written whole. */
  static Reminders ofTimer(long timer) {
    Reminders reminders = new Reminders();
    reminders.next = timer;
    return reminders;
  }
}
