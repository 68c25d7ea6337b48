package io.tributary.config;

import io.tributary.config.FeatureConfig.Aggregate;
import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Features of one kind of entity, computed from the rows of one table. */
public record RollupConfig(
    @Doc("The table whose rows count; one of tables.") TableId from,
    @Doc(
            value = "The column, or columns, that say whose features a row counts for.",
            nonEmpty = true)
        List<String> entity,
    @Doc(
            "The column that says when a row counts; without a zone it is read as UTC. Only a rollup"
                + " whose features are all latest can do without.")
        @Nullable String eventTime,
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
    @Doc(
            value =
                "The form of the topic's records; avro has its schemas in the registry of the Kafka"
                    + " that results go to.",
            byDefault = "json")
        TopicFormat kafkaFormat,
    @Doc("For people.") @Nullable String description,
    @Doc("Who answers for the features.") @Nullable String owner,
    @Doc(value = "What to compute, by name.", nonEmpty = true)
        @Matches(value = Names.IDENTIFIER, words = Names.IDENTIFIER_WORDS)
        Map<String, FeatureConfig> features)
    implements Serializable, Checked {

  /** The form of a topic's keys and values. */
  public enum TopicFormat {
    /** JSON objects. */
    JSON,
    /** Avro, behind the id of its schema as Confluent's serializers write it. */
    AVRO
  }

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
    boolean timeless =
        features.values().stream().allMatch(feature -> feature.aggregate() == Aggregate.LATEST);
    if (eventTime == null && !place.has("event-time") && !timeless) {
      place.at("event-time").report("is missing", "name the column that says when a row counts");
    }
    features.forEach((name, feature) -> checkRatio(place.at("features"), name, feature));
    checkFields(place.at("features"));
  }

  private void checkRatio(Place place, String ratio, FeatureConfig feature) {
    for (String name : feature.options().ratio()) {
      FeatureConfig part = features.get(name);
      // A feature that is broken is not among those that were read.
      boolean divides =
          part == null
              ? place.has(name)
              : part.aggregate() == Aggregate.COUNT || part.aggregate() == Aggregate.SUM;
      if (!divides) {
        place
            .at(ratio)
            .at("ratio")
            .item(name)
            .report("is not a count or sum of this rollup", "name a feature that is one");
      }
    }
  }

  /** A feature without windows can have the name of another's result. */
  private void checkFields(Place place) {
    Set<String> fields = new HashSet<>();
    features.forEach(
        (name, feature) ->
            feature.over().forEach(window -> fields.add(name + "_" + window.label())));
    features.forEach(
        (name, feature) -> {
          if (feature.aggregate().isPlain() && fields.contains(name)) {
            place.at(name).report("is the name of another feature's result", "use another name");
          }
        });
  }
}
