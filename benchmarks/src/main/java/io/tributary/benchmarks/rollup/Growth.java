package io.tributary.benchmarks.rollup;

import java.util.List;
import java.util.StringJoiner;

/**
 * A rollup of some size.
 *
 * @param features how many, at most 18: counts and sums over the rows of one type or device
 * @param windows how many each has, at most 8
 */
record Growth(int features, int windows) {

  private static final List<String> FILTERS =
      List.of(
          "event_type: view",
          "device: ios",
          "event_type: click",
          "device: web",
          "event_type: purchase",
          "device: tv",
          "event_type: share",
          "device: android",
          "event_type: dismiss");

  private static final List<String> WINDOWS =
      List.of("1h", "6h", "5m", "1d", "15m", "12h", "3d", "7d");

  /** Reads {@code 6x2}. */
  static Growth parse(String text) {
    String[] parts = text.split("x");
    return new Growth(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** The features as {@code pipeline.yaml} has them. */
  String definition() {
    StringJoiner definition = new StringJoiner(", ");
    for (int i = 0; i < features; i++) {
      String what = i % 2 == 0 ? "count: true" : "sum: value";
      String where = FILTERS.get(i % FILTERS.size());
      definition.add(
          "f%d: { %s, where: { %s }, over: %s }"
              .formatted(i, what, where, WINDOWS.subList(0, windows)));
    }
    return definition.toString();
  }

  @Override
  public String toString() {
    return features + "x" + windows;
  }
}
