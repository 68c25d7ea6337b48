package io.tributary.sandbox.workload;

import java.util.random.RandomGenerator;

/** One kind of change to one row, and how often the workload makes it. */
enum Action {
  INSERT_EVENT(54),
  CORRECT_EVENT(12),
  MOVE_EVENT(8),
  DELETE_EVENT(8),
  UPDATE_PROFILE(7),
  CHANGE_EMAIL(1),
  REWRITE_BIO(1),
  INSERT_PROFILE(1),
  DELETE_PROFILE(1),
  INSERT_CONSENT(4),
  FLIP_CONSENT(2),
  DELETE_CONSENT(1);

  private static final Action[] VALUES = values();

  private final int weight;

  Action(int weight) {
    this.weight = weight;
  }

  static Action pick(RandomGenerator random) {
    int total = 0;
    for (Action action : VALUES) {
      total += action.weight;
    }
    int drawn = random.nextInt(total);
    for (Action action : VALUES) {
      drawn -= action.weight;
      if (drawn < 0) {
        return action;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
