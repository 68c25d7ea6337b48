package io.tributary.rollup.logic;

import io.tributary.rollup.logic.row.Predicate;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a row contributes to features: the part of their definition that is not their windows.
 *
 * @param id names the measure in saved state; it follows from the definition, so that another name
 *     or order of features leaves state alone, and what another definition saved is not taken up
 * @param definition all that the id stands for
 */
record Measure(
    int id, String definition, AggregateKind aggregate, @Nullable String input, Predicate where)
    implements Serializable {

  /**
   * The measure of a feature.
   *
   * @param rows where rows come from, and what else of the rollup decides about them
   */
  static Measure of(String rows, Feature feature) {
    String definition =
        String.join(
            "\n",
            rows,
            feature.aggregate().name(),
            feature.input() == null ? "" : feature.input(),
            feature.where().definition());
    return new Measure(
        id(definition), definition, feature.aggregate(), feature.input(), feature.where());
  }

  static int id(String definition) {
    CRC32 sum = new CRC32();
    sum.update(definition.getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
