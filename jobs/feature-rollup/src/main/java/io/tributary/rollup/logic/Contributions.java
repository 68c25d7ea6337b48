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
    List<Contribution> contributions = new ArrayList<>(2);
    EntityKey left = old.entity();
    EntityKey entity = now.entity();
    if (left != null && !left.equals(entity)) {
      add(left, parts.of(old, Reading.NOTHING), contributions);
    }
    if (entity != null) {
      add(entity, parts.of(entity.equals(left) ? old : Reading.NOTHING, now), contributions);
    }
    return new Effect(contributions, now.unusable());
  }

  @FunctionalInterface
  private interface Difference {
    List<Contribution.Part> of(Reading old, Reading now);
  }

  private void add(
      EntityKey entity, List<Contribution.Part> parts, List<Contribution> contributions) {
    if (!parts.isEmpty()) {
      contributions.add(new Contribution(rollup.name(), entity, parts));
    }
  }

  private List<Contribution.Part> parts(Reading old, Reading now) {
    int measures = rollup.measures().size();
    List<Contribution.Part> parts = new ArrayList<>(measures);
    for (int i = 0; i < measures; i++) {
      addParts(i, amount(old, i), old.eventTime(), amount(now, i), now.eventTime(), parts);
    }
    return parts;
  }

  private List<Contribution.Part> partsBySeries(
      Reading old, int generationBefore, Reading now, int generationAfter) {
    List<Contribution.Part> parts = new ArrayList<>();
    for (int i = 0; i < rollup.measures().size(); i++) {
      for (int index : rollup.seriesOf(i)) {
        int born = rollup.series().get(index).born();
        addParts(
            rollup.alone(index),
            born <= generationBefore ? amount(old, i) : null,
            old.eventTime(),
            born <= generationAfter ? amount(now, i) : null,
            now.eventTime(),
            parts);
      }
    }
    return parts;
  }

  private static @Nullable Aggregate amount(Reading reading, int measure) {
    return reading.amounts().isEmpty() ? null : reading.amounts().get(measure);
  }

  private static void addParts(
      int number,
      @Nullable Aggregate retracted,
      long retractedAt,
      @Nullable Aggregate added,
      long addedAt,
      List<Contribution.Part> parts) {
    if (retracted != null && added != null && retractedAt == addedAt) {
      if (!added.equals(retracted)) {
        addPart(number, addedAt, added.plus(retracted.negate()), parts);
      }
      return;
    }
    if (retracted != null) {
      addPart(number, retractedAt, retracted.negate(), parts);
    }
    if (added != null) {
      addPart(number, addedAt, added, parts);
    }
  }

  private static void addPart(
      int measure, long eventTime, Aggregate amount, List<Contribution.Part> parts) {
    if (!amount.isZero()) {
      parts.add(new Contribution.Part(measure, eventTime, amount));
    }
  }
}
