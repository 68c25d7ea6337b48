package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.row.Unusable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the two images of a change into what it contributes to one rollup: the old image's amounts
 * taken back, the new one's added, and what is equal in both left out.
 *
 * <p>An image that cannot be used contributes nothing, as the new image and, one change later, as
 * the old one, to all measures that need what it lacks. That is why a change of it needs no guess:
 * nothing was added, so there is nothing to take back.
 */
public final class Contributions implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Rollup rollup;

  /** Old images come from state and new ones from the wire, so they differ in their schema. */
  private final RowReader oldRows;

  private final RowReader newRows;

  public Contributions(Rollup rollup) {
    this.rollup = rollup;
    this.oldRows = new RowReader(rollup);
    this.newRows = new RowReader(rollup);
  }

  public Rollup rollup() {
    return rollup;
  }

  /**
   * What a change does.
   *
   * @param contributions to no entity, to one, or to two where the row moves
   * @param unusable why the row as it is now does not count although it might, null if all is well
   */
  public record Effect(List<Contribution> contributions, @Nullable Unusable unusable) {}

  /**
   * The effect of a change from one image to another; null for a row that is not there.
   *
   * @param key null for a table without a primary key
   */
  public Effect of(@Nullable RowKey key, @Nullable RowImage before, @Nullable RowImage after) {
    Reading now = newRows.read(key, after);
    if (before != null && after != null && before.equals(after)) {
      return new Effect(List.of(), now.unusable());
    }
    return effect(oldRows.read(key, before), now, this::parts);
  }

  /**
   * The same where the images are counted under different generations: the old one is in what was
   * there at its generation and is taken back from it, the new one is added to what is there at its
   * own.
   */
  public Effect of(
      @Nullable RowKey key,
      @Nullable RowImage before,
      @Nullable RowImage after,
      int generationBefore,
      int generationAfter) {
    if ((before == null || generationBefore >= rollup.newest())
        && (after == null || generationAfter >= rollup.newest())) {
      return of(key, before, after);
    }
    Reading now = newRows.read(key, after);
    return effect(
        oldRows.read(key, before),
        now,
        (old, added) -> partsBySeries(old, generationBefore, added, generationAfter));
  }

  private Effect effect(Reading old, Reading now, Difference parts) {
    String left = old.key();
    String entity = now.key();
    if (left == null || left.equals(entity)) {
      Contribution.Part changed = entity == null ? null : parts.of(old, now);
      return new Effect(contributions(now, changed), now.unusable());
    }
    List<Contribution> taken = contributions(old, parts.of(old, Reading.NOTHING));
    if (entity == null) {
      return new Effect(taken, now.unusable());
    }
    List<Contribution> both = new ArrayList<>(taken);
    both.addAll(contributions(now, parts.of(Reading.NOTHING, now)));
    return new Effect(both, now.unusable());
  }

  @FunctionalInterface
  private interface Difference {
    Contribution.@Nullable Part of(Reading old, Reading now);
  }

  private static List<Contribution> contributions(
      Reading whose, Contribution.@Nullable Part parts) {
    return whose.key() == null || parts == null
        ? List.of()
        : List.of(new Contribution(whose.key(), whose.bare(), parts));
  }

  private Contribution.@Nullable Part parts(Reading old, Reading now) {
    Contribution.Part parts = null;
    for (int i = rollup.measures().size() - 1; i >= 0; i--) {
      parts = addParts(i, old.amount(i), old.eventTime(), now.amount(i), now.eventTime(), parts);
    }
    return parts;
  }

  private Contribution.@Nullable Part partsBySeries(
      Reading old, int generationBefore, Reading now, int generationAfter) {
    Contribution.Part parts = null;
    for (int i = rollup.measures().size() - 1; i >= 0; i--) {
      for (int index : rollup.seriesOf(i)) {
        int born = rollup.series().get(index).born();
        parts =
            addParts(
                rollup.alone(index),
                born <= generationBefore ? old.amount(i) : null,
                old.eventTime(),
                born <= generationAfter ? now.amount(i) : null,
                now.eventTime(),
                parts);
      }
    }
    return parts;
  }

  /** The parts with what a measure adds to them, in front. */
  private static Contribution.@Nullable Part addParts(
      int number,
      @Nullable Aggregate retracted,
      long retractedAt,
      @Nullable Aggregate added,
      long addedAt,
      Contribution.@Nullable Part parts) {
    if (retracted != null && added != null && retractedAt == addedAt) {
      return added.equals(retracted)
          ? parts
          : addPart(number, addedAt, added.plus(retracted.negate()), parts);
    }
    Contribution.Part more = added == null ? parts : addPart(number, addedAt, added, parts);
    return retracted == null ? more : addPart(number, retractedAt, retracted.negate(), more);
  }

  private static Contribution.@Nullable Part addPart(
      int measure, long eventTime, Aggregate amount, Contribution.@Nullable Part parts) {
    return amount.isZero() ? parts : new Contribution.Part(measure, eventTime, amount, parts);
  }
}
