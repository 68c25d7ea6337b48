package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.logic.aggregate.Packed;
import io.tributary.rollup.logic.aggregate.Shown;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that is kept of one entity of one rollup: its tiles, how many contributions have been applied
 * to it, and the database time up to which it has been brought. It knows no definition; the rollup
 * is told to each method, and series of another definition than the rollup's are dropped.
 */
public final class EntityState {

  /** The clock before the first watermark. */
  public static final long UNSET = Long.MIN_VALUE;

  /** Where no boundary lies ahead. */
  public static final long NEVER = TileSeries.NEVER;

  /** Where {@link #values} lists features without a value because of their cap. */
  public static final String BEYOND_CAP = "_beyond_cap";

  private static final long NOT_KNOWN = Long.MIN_VALUE;

  private SeriesTiles series = new SeriesTiles();

  /** What {@link #nextBoundary} tells, as long as nothing changes it. */
  private long boundary = NOT_KNOWN;

  private long applied;
  private long clock = UNSET;
  private Reminders reminders = new Reminders();
  private int bareColumns;

  /**
   * How many contributions have been applied since this entity was first seen. A replay counts to
   * the same numbers, so the number orders what is written about the entity.
   */
  public long applied() {
    return applied;
  }

  /** The database time of the values, milliseconds since 1970 UTC, or {@link #UNSET}. */
  public long clock() {
    return clock;
  }

  /** See {@link EntityKey#bare}. */
  public int bareColumns() {
    return bareColumns;
  }

  /** Whether the entity has to be noted for a moment now, to be looked at then or before. */
  public boolean needsNote(long at) {
    return reminders.needsNote(at);
  }

  /**
   * The moment of a note of this entity has come.
   *
   * @return false for a note in whose place there has been an earlier one
   */
  public boolean comes(long at, long now) {
    return reminders.comes(at, now);
  }

  /** Whether nothing is left that could be, or come to be, in a window. */
  public boolean isEmpty() {
    return series.isEmpty();
  }

  /** Brings the entity to a moment of database time and adds what a row's change contributes. */
  public void apply(Rollup rollup, Contribution contribution, long now) {
    apply(rollup, List.of(contribution), now);
  }

  /** The same for several contributions, at least one. */
  public void apply(Rollup rollup, List<Contribution> contributions, long now) {
    fit(rollup);
    advance(rollup, now);
    boolean changed = false;
    for (int i = 0; i < contributions.size(); i++) {
      Contribution.Part part = contributions.get(i).first();
      for (; part != null; part = part.next()) {
        changed |= series.add(rollup, part, clock);
      }
    }
    applied += contributions.size();
    bareColumns = contributions.get(contributions.size() - 1).bare();
    boundary = changed ? NOT_KNOWN : boundary;
  }

  /**
   * Lets go of what the rollup no longer has.
   *
   * @return whether anything was kept for another definition of it
   */
  public boolean fit(Rollup rollup) {
    boolean moved = series.fit(rollup);
    boundary = moved ? NOT_KNOWN : boundary;
    return moved;
  }

  /**
   * Brings the entity to a moment of database time; an earlier one leaves it where it is.
   *
   * @return whether any window holds other tiles than before
   */
  public boolean advance(Rollup rollup, long now) {
    if (now <= clock) {
      return false;
    }
    boolean crossed = nextBoundary(rollup) <= now && series.advance(rollup, clock, now);
    clock = now;
    boundary = crossed ? NOT_KNOWN : boundary;
    return crossed;
  }

  /** The next moment at which a value can change without a change of a row. */
  public long nextBoundary(Rollup rollup) {
    fit(rollup);
    if (boundary == NOT_KNOWN) {
      boundary = series.nextBoundary(rollup, clock);
    }
    return boundary;
  }

  /**
   * The features at the clock's moment as JSON, in the definition's order; none at all where no row
   * counts, and none of a feature that has no value. {@link #BEYOND_CAP} lists those that have none
   * because their rows exceed what is kept of them.
   */
  public Map<String, String> values(Rollup rollup) {
    fit(rollup);
    if (isEmpty()) {
      return Map.of();
    }
    List<Result> results = rollup.shown();
    FieldValues values = new FieldValues(results.size() + 1);
    List<String> beyond = List.of();
    boolean alive = false;
    HeldByEntity held = new HeldByEntity(series, clock);
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      alive |= held.turnTo(result.sources());
      Shown shown = result.shown(held);
      if (shown.json() != null) {
        values.append(result.field(), shown.json());
      } else if (shown.isBeyondCap()) {
        beyond = beyond.isEmpty() ? new ArrayList<>() : beyond;
        beyond.add(Json.quoted(result.field()));
      }
    }
    if (!beyond.isEmpty()) {
      values.append(BEYOND_CAP, Json.list(beyond));
    }
    return alive ? values : Map.of();
  }

  /** Writes what {@link #read} reads. */
  public void write(DataOutput out) throws IOException {
    Packed.writeUnsigned(applied, out);
    Packed.writeSigned(clock, out);
    reminders.write(clock, out);
    Packed.writeUnsigned(bareColumns & 0xFFFF_FFFFL, out);
    series.write(out);
  }

  /** Roughly how many bytes of memory it takes. */
  public long footprint() {
    return 200 + series.footprint();
  }

  /** A copy that changes of this one leave alone. */
  public EntityState copy() {
    EntityState copy = new EntityState();
    copy.series = series.copy();
    copy.boundary = boundary;
    copy.applied = applied;
    copy.clock = clock;
    copy.reminders = reminders.copy();
    copy.bareColumns = bareColumns;
    return copy;
  }

  public static EntityState read(DataInput in) throws IOException {
    EntityState state = new EntityState();
    state.applied = Packed.readUnsigned(in);
    state.clock = Packed.readSigned(in);
    state.reminders = Reminders.read(state.clock, in);
    return readRest(state, in);
  }

  /** Reads what was written when clock and timer had eight bytes each. */
  public static EntityState readUnpacked(DataInput in) throws IOException {
    EntityState state = new EntityState();
    state.applied = Packed.readUnsigned(in);
    state.clock = in.readLong();
    state.reminders = Reminders.ofTimer(in.readLong());
    return readRest(state, in);
  }

  private static EntityState readRest(EntityState state, DataInput in) throws IOException {
    state.bareColumns = (int) Packed.readUnsigned(in);
    state.series = SeriesTiles.read(in);
    return state;
  }
}
