package io.tributary.config;

import io.tributary.config.binding.ConfigNode;
import io.tributary.config.binding.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the format has a place for but the jobs of this version do not do. It is refused, never
 * ignored. Whoever implements one deletes its line here.
 */
final class NotSupportedYet {
  private static final List<String> KEYS =
      List.of(
          "lakehouse.mirror",
          "rollups.*.features.*.avg",
          "rollups.*.features.*.min",
          "rollups.*.features.*.max",
          "rollups.*.features.*.top",
          "rollups.*.features.*.k",
          "rollups.*.features.*.distinct",
          "rollups.*.features.*.decayed-count",
          "rollups.*.features.*.half-life",
          "rollups.*.features.*.ratio");

  private static final String PROBLEM = "not supported in this version";
  private static final String REMEDY = "use what docs/configuration.md lists";

  private NotSupportedYet() {}

  /** Reports every use of what is not supported. */
  static void report(Place root) {
    KEYS.forEach(
        key ->
            places(root, key)
                .filter(place -> place.node().value() != null)
                .forEach(place -> place.report(PROBLEM, REMEDY)));
  }

  private static Stream<Place> places(Place root, String pattern) {
    Stream<Place> places = Stream.of(root);
    for (String step : pattern.split("\\.", -1)) {
      places = places.flatMap(place -> children(place, step));
    }
    return places;
  }

  private static Stream<Place> children(Place place, String step) {
    Map<String, ConfigNode> entries = place.node().entries();
    if (entries == null) {
      return Stream.empty();
    }
    return step.equals("*")
        ? entries.keySet().stream().map(place::at)
        : Arrays.stream(new String[] {step}).filter(entries::containsKey).map(place::at);
  }
}
