package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.row.Predicate;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a row contributes to features: the part of their definition that is not their windows.
 *
 * @param id names the measure in saved state; it follows from the definition, so that another name
 *     or order of features leaves state alone, and what another definition saved is not taken up
 * @param definition all that the id stands for
 * @param cap how many values a tile may hold
 */
record Measure(
    int id, String definition, Kept kept, @Nullable String input, Predicate where, int cap)
    implements Serializable {

  /**
   * The measure of a feature.
   *
   * @param rows where rows come from, and what else of the rollup decides about them
   */
  static Measure of(String rows, Feature feature) {
    Kept kept = Objects.requireNonNull(feature.function().kept());
    String definition =
        String.join(
            "\n",
            rows,
            kept.definition(),
            feature.input() == null ? "" : feature.input(),
            feature.where().definition());
    return new Measure(
        id(definition), definition, kept, feature.input(), feature.where(), feature.cap());
  }

  /** For two features of one measure, with the greater of their caps. */
  Measure and(Measure same) {
    return same.cap > cap ? same : this;
  }

  static int id(String definition) {
    CRC32 sum = new CRC32();
    sum.update(definition.getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
