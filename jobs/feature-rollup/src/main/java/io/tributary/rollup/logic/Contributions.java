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
 * the old one. That is why a change of it needs no guess: nothing was added, so there is nothing to
 * take back.
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
    Reading old = oldRows.read(key, before);
    List<Contribution> contributions = new ArrayList<>(2);
    EntityKey left = old.entity();
    EntityKey entity = now.entity();
    if (left != null && !left.equals(entity)) {
      add(left, parts(old, Reading.NOTHING), contributions);
    }
    if (entity != null) {
      add(entity, parts(entity.equals(left) ? old : Reading.NOTHING, now), contributions);
    }
    return new Effect(contributions, now.unusable());
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
      Aggregate retracted = old.amounts().isEmpty() ? null : old.amounts().get(i);
      Aggregate added = now.amounts().isEmpty() ? null : now.amounts().get(i);
      if (retracted != null && added != null && old.eventTime() == now.eventTime()) {
        if (!added.equals(retracted)) {
          addPart(i, now.eventTime(), added.plus(retracted.negate()), parts);
        }
        continue;
      }
      if (retracted != null) {
        addPart(i, old.eventTime(), retracted.negate(), parts);
      }
      if (added != null) {
        addPart(i, now.eventTime(), added, parts);
      }
    }
    return parts;
  }

  private static void addPart(
      int measure, long eventTime, Aggregate amount, List<Contribution.Part> parts) {
    if (!amount.isZero()) {
      parts.add(new Contribution.Part(measure, eventTime, amount));
    }
  }
}
