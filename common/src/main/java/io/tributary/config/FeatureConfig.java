package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code clicks: {count: true, where: {event_type: click}, over: [5m, 1h]}}.
 *
 * @param input the column that is aggregated; null for {@code COUNT}
 * @param where what a row must meet to count
 */
public record FeatureConfig(
    Aggregate aggregate, @Nullable String input, Filter where, List<Window> over)
    implements Serializable {

  /** How rows become one value. */
  public enum Aggregate {
    /** The number of rows. */
    COUNT,
    /** The sum of a column. */
    SUM
  }

  /** Copies the list. */
  public FeatureConfig {
    over = List.copyOf(over);
  }

  /** The written form, in which the aggregate is a key: {@code sum: value}. */
  record Written(
      @Doc("`true`: the number of rows.") @Nullable Boolean count,
      @Doc("The column whose sum to take.") @Nullable String sum,
      @Doc(
              value = "Only rows that meet all of these count; see docs/features.md.",
              byDefault = "{}")
          Filter where,
      @Doc(value = "Windows, such as 5m, 7d or lifetime; one value each.", nonEmpty = true)
          List<Window> over)
      implements Checked {

    @Override
    public void check(Place place) {
      if (count != null && !count) {
        place.at("count").report("is false", "write count: true, or leave it out");
      }
      if (place.has("count") == place.has("sum")) {
        place.report(
            place.has("count") ? "has two aggregates" : "does not say what to compute",
            "give one of count: true and sum: <column>");
      }
    }

    FeatureConfig toConfig() {
      return new FeatureConfig(sum == null ? Aggregate.COUNT : Aggregate.SUM, sum, where, over);
    }

    static Written of(FeatureConfig feature) {
      Boolean count = feature.aggregate() == Aggregate.COUNT ? true : null;
      return new Written(count, feature.input(), feature.where(), feature.over());
    }
  }

  static void addTo(Shapes shapes) {
    shapes.written(FeatureConfig.class, Written.class, Written::toConfig, Written::of);
  }
}
