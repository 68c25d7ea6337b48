package io.tributary.rollup.logic.aggregate;

import java.util.function.ToDoubleFunction;

/** What the windows of one result hold at a moment. */
public interface Held {

  /** All that a window holds; the first is the feature's own, a ratio has two. */
  Aggregate total(int window);

  /**
   * The tiles of the first window, which decays, weighed: by 1 in the moment's tile, by half that a
   * half-life before.
   */
  double decayed(ToDoubleFunction<Aggregate> amount);
}
