package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Contribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contributions that wait to be applied together, those to one entity in the order they came. */
final class Bundle {

  /** Gathers the contributions to one entity and what they are applied to. */
  interface Application {
    void apply(String key, List<Contribution> contributions) throws Exception;
  }

  private final Map<String, List<Contribution>> byKey = new LinkedHashMap<>();
  private int size;
  private long due;

  /**
   * Prepares for the first of the next contributions.
   *
   * @param newDue the processing time at which they are to be applied
   */
  void begin(long newDue) {
    due = newDue;
  }

  void add(Contribution contribution) {
    byKey.computeIfAbsent(contribution.key(), key -> new ArrayList<>(2)).add(contribution);
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isDue(long now) {
    return size > 0 && now >= due;
  }

  /** How many contributions wait. */
  int size() {
    return size;
  }

  /** Empties the bundle. */
  void apply(Application application) throws Exception {
    for (Map.Entry<String, List<Contribution>> entity : byKey.entrySet()) {
      application.apply(entity.getKey(), entity.getValue());
    }
    byKey.clear();
    size = 0;
  }
}
