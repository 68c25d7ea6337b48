package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.AggregateKind;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.aggregate.Tolerance;
import io.tributary.rollup.logic.row.Predicate;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code spend: {sum: value, where: {event_type: purchase}, over: [1h, lifetime]}}.
 *
 * @param input the aggregated column; null where rows are counted, and for a ratio
 * @param where what a row must meet to count
 * @param windows one result each
 * @param cap how many values a tile may hold, where the function keeps values
 * @param parts the two features of a ratio; none for any other
 */
public record Feature(
    String name,
    Function function,
    @Nullable String input,
    Predicate where,
    List<FeatureWindow> windows,
    int cap,
    List<Feature> parts)
    implements Serializable {

  public Feature {
    windows = List.copyOf(windows);
    parts = List.copyOf(parts);
  }

  /** A feature of its own rows, with the cap that is its function's. */
  public Feature(
      String name,
      Function function,
      @Nullable String input,
      Predicate where,
      List<FeatureWindow> windows) {
    this(name, function, input, where, windows, function.defaultCap(), List.of());
  }

  /** The features over whose windows the value is computed: this one, or the two of a ratio. */
  List<Feature> sources() {
    return parts.isEmpty() ? List.of(this) : parts;
  }

  /** How far from what SQL says values may be, for people. */
  public String exactness() {
    Tolerance exact = function.tolerance(false);
    boolean rounds = hasInput() && exact != function.tolerance(true);
    return exact.words() + (rounds ? "; of real and double precision rounded once" : "");
  }

  /** Where there is no value although rows count, for people; empty where there always is one. */
  public String limit() {
    Kept kept = function.kept();
    if (kept == null || cap == Integer.MAX_VALUE) {
      return "";
    }
    return kept.kind() == AggregateKind.MULTISET
        ? "a tile has more than %d different values".formatted(cap)
        : "a tile of more than %d values has lost its best %d".formatted(cap, cap);
  }

  private boolean hasInput() {
    return sources().stream().anyMatch(source -> source.input() != null);
  }

  /** The name of a result: {@code spend_1h}. */
  public String field(FeatureWindow window) {
    return window.label().isEmpty() ? name : name + "_" + window.label();
  }
}
