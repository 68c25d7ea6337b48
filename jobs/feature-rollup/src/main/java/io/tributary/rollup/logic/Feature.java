package io.tributary.rollup.logic;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code spend: {sum: value, where: {event_type: purchase}, over: [1h, lifetime]}}.
 *
 * @param input the aggregated column; null where rows are counted, and for a ratio
 * @param where all of which a row must meet to count
 * @param windows one result each
 * @param cap how many values a tile may hold, where the function keeps values
 */
public record Feature(
    String name,
    Function function,
    @Nullable String input,
    List<Condition> where,
    List<FeatureWindow> windows,
    int cap)
    implements Serializable {

  public Feature {
    where = List.copyOf(where);
    windows = List.copyOf(windows);
  }

  /** A feature with the cap that is its function's. */
  public Feature(
      String name,
      Function function,
      @Nullable String input,
      List<Condition> where,
      List<FeatureWindow> windows) {
    this(name, function, input, where, windows, function.defaultCap());
  }

  /** The features over whose windows the value is computed: this one, or the two of a ratio. */
  List<Feature> sources() {
    return function.sources(this);
  }

  /** The name of a result: {@code spend_1h}. */
  public String field(FeatureWindow window) {
    return window.label().isEmpty() ? name : name + "_" + window.label();
  }
}
