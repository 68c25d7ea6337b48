package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Features of one kind of entity, computed from the rows of one table. */
public record RollupConfig(
    @Doc("The table whose rows count; one of tables.") TableId from,
    @Doc(
            value = "The column, or columns, that say whose features a row counts for.",
            nonEmpty = true)
        List<String> entity,
    @Doc("The column that says when a row counts; without a zone it is read as UTC.")
        String eventTime,
    @Doc(
            value =
                "Only rows that meet all of these count, for any feature; see docs/features.md.",
            byDefault = "{}")
        Filter where,
    @Doc(
            value = "How long changes of one entity are gathered before they are written once.",
            byDefault = "100ms")
        Duration emitEvery,
    @Doc("A compacted topic that receives the features as well.")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        @Nullable String kafkaTopic,
    @Doc("For people.") @Nullable String description,
    @Doc("Who answers for the features.") @Nullable String owner,
    @Doc(value = "What to compute, by name.", nonEmpty = true)
        @Matches(value = Names.IDENTIFIER, words = Names.IDENTIFIER_WORDS)
        Map<String, FeatureConfig> features)
    implements Serializable, Checked {

  /** Copies list and map. */
  public RollupConfig {
    entity = List.copyOf(entity);
    features = Immutable.copy(features);
  }

  @Override
  public void check(Place place) {
    if (emitEvery.isZero()) {
      place.at("emit-every").report("is zero", "write 1ms or longer");
    }
  }
}
