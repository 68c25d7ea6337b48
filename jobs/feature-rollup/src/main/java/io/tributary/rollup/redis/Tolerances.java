package io.tributary.rollup.redis;

import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.logic.aggregate.Tolerance;
import java.util.ArrayList;
import java.util.List;

/** Which values of a rollup are within a tolerance of what SQL says, whatever they are made of. */
final class Tolerances {

  private Tolerances() {}

  /** {@code {"high_1d":"within 1 %"}}; empty where all values of exact numbers are exact. */
  static String text(Rollup rollup) {
    List<String> fields = fields(rollup);
    return fields.isEmpty() ? "" : "{" + String.join(",", fields) + "}";
  }

  /** How many there are. */
  static int count(Rollup rollup) {
    return fields(rollup).size();
  }

  private static List<String> fields(Rollup rollup) {
    List<String> fields = new ArrayList<>();
    for (Feature feature : rollup.features()) {
      Tolerance tolerance = feature.function().tolerance(false);
      for (FeatureWindow window : feature.windows()) {
        if (tolerance != Tolerance.EXACT) {
          fields.add(Json.quoted(feature.field(window)) + ":" + Json.quoted(tolerance.words()));
        }
      }
    }
    return fields;
  }
}
