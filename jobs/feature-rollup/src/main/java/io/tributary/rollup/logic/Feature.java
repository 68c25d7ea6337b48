package io.tributary.rollup.logic;

import io.tributary.rollup.logic.row.Predicate;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code spend: {sum: value, where: {event_type: purchase}, over: [1h, lifetime]}}.
 *
 * @param input the aggregated column; null where rows are counted
 * @param where what a row must meet to count
 */
public record Feature(
    String name,
    AggregateKind aggregate,
    @Nullable String input,
    Predicate where,
    List<FeatureWindow> windows)
    implements Serializable {

  public Feature {
    windows = List.copyOf(windows);
  }

  /** The name of a result: {@code spend_1h}. */
  public String field(FeatureWindow window) {
    return name + "_" + window.label();
  }
}
