package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Contribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Contributions that wait to be applied together, those to one entity in the order they came: until
 * there are many, or the first has waited for its moment.
 */
final class Bundle {

  /** The most contributions that wait. */
  static final int SIZE = 100_000;

  /**
   * So many bytes of memory, roughly, do not wait either: those contributions hold large values.
   */
  static final long BYTES = 64L << 20;

  /** Gathers the contributions to one entity and what they are applied to. */
  interface Application {
    void apply(String key, List<Contribution> contributions) throws Exception;
  }

  /** Has the bundle applied. */
  interface Due {
    void run() throws Exception;
  }

  private final ProcessingTimeService clock;
  private final long gatherMillis;
  private final Due whenDue;
  private final Map<String, List<Contribution>> byKey = new LinkedHashMap<>();
  private int size;
  private long bytes;
  private long due;

  /**
   * @param gatherMillis for how long the first contribution waits
   */
  Bundle(ProcessingTimeService clock, long gatherMillis, Due whenDue) {
    this.clock = clock;
    this.gatherMillis = gatherMillis;
    this.whenDue = whenDue;
  }

  void add(Contribution contribution) throws Exception {
    if (size == 0) {
      begin();
    }
    byKey.computeIfAbsent(contribution.key(), key -> new ArrayList<>(2)).add(contribution);
    size++;
    bytes += contribution.footprint();
    if (size >= SIZE || bytes >= BYTES) {
      whenDue.run();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void begin() {
    due = clock.getCurrentProcessingTime() + gatherMillis;
    clock.registerTimer(due, this::onDue);
  }

  /** The timer may be of a bundle that was applied before its moment. */
  private void onDue(long now) throws Exception {
    if (size > 0 && now >= due) {
      whenDue.run();
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Empties the bundle. */
  void apply(Application application) throws Exception {
    for (Map.Entry<String, List<Contribution>> entity : byKey.entrySet()) {
      application.apply(entity.getKey(), entity.getValue());
    }
    byKey.clear();
    size = 0;
    bytes = 0;
  }
}
