package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.row.Unusable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one image of a row amounts to.
 *
 * @param entity null where the row counts for nobody
 * @param amounts in the order of the rollup's measures, none at all where the row counts for
 *     nobody; null for those whose conditions the row does not meet
 * @param unusable why nothing can be said about the row
 */
record Reading(
    @Nullable EntityKey entity,
    long eventTime,
    List<@Nullable Aggregate> amounts,
    @Nullable Unusable unusable) {

  static final Reading NOTHING = new Reading(null, 0, List.of(), null);

  static Reading unusable(Unusable why) {
    return new Reading(null, 0, List.of(), why);
  }
}
