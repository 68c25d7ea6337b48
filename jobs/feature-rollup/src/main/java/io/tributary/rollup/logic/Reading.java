package io.tributary.rollup.logic;

import io.tributary.rollup.logic.row.Unusable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one image of a row amounts to.
 *
 * @param entity null where the row counts for nobody
 * @param amounts by the id of the measure; those whose conditions the row does not meet are absent
 * @param unusable why nothing can be said about the row
 */
record Reading(
    @Nullable EntityKey entity,
    long eventTime,
    Map<Integer, Aggregate> amounts,
    @Nullable Unusable unusable) {

  static final Reading NOTHING = new Reading(null, 0, Map.of(), null);

  static Reading unusable(Unusable why) {
    return new Reading(null, 0, Map.of(), why);
  }
}
