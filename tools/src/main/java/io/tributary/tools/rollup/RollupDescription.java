package io.tributary.tools.rollup;

import static java.util.Objects.requireNonNull;

import io.tributary.config.FeatureConfig;
import io.tributary.config.FeatureOptions;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.binding.Durations;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.row.Predicate;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.redis.FeatureKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a rollup.
 *
 * @param from {@code public.personalization_events}
 * @param key of its hashes in Redis: {@code feature:user_engagement:<user_id>}
 * @param freshness the key of the hash that says how fresh it is
 * @param eventTime null where it has none
 * @param topic null where it has none
 */
record RollupDescription(
    String name,
    @Nullable String description,
    @Nullable String owner,
    String from,
    List<String> entity,
    @Nullable String eventTime,
    String emitEvery,
    String key,
    String freshness,
    @Nullable String topic,
    List<Described> features) {

  /**
   * What there is to say of a feature.
   *
   * @param what {@code sum of value}
   * @param where {@code event_type = 'purchase'}; empty where all rows count
   * @param exactness how far its values are from what SQL says
   */
  record Described(
      String name,
      @Nullable String description,
      @Nullable String owner,
      String what,
      String where,
      String exactness,
      List<Result> results) {}

  /**
   * One value of a feature.
   *
   * @param field in Redis
   * @param tile by what the window's ends move: {@code 5m}
   */
  record Result(String field, String window, String tile) {}

  /** Those of a pipeline, in the file's order. */
  static List<RollupDescription> all(PipelineConfig config) {
    RollupPlan plan = RollupPlan.of(config);
    List<RollupDescription> all = new ArrayList<>();
    plan.rollups()
        .forEach((name, rollup) -> all.add(of(requireNonNull(config.rollups().get(name)), rollup)));
    return all;
  }

  private static RollupDescription of(RollupConfig config, Rollup rollup) {
    String entity =
        rollup.entity().stream().map(column -> "<" + column + ">").collect(Collectors.joining("|"));
    return new RollupDescription(
        rollup.name(),
        config.description(),
        config.owner(),
        rollup.from().toString(),
        rollup.entity(),
        rollup.eventTime(),
        Durations.format(config.emitEvery()),
        FeatureKeys.freshness(rollup.name()) + ":" + entity,
        FeatureKeys.freshness(rollup.name()),
        config.kafkaTopic(),
        rollup.features().stream()
            .map(feature -> of(requireNonNull(config.features().get(feature.name())), feature))
            .toList());
  }

  private static Described of(FeatureConfig config, Feature feature) {
    return new Described(
        feature.name(),
        config.options().description(),
        config.options().owner(),
        words(config),
        feature.where().parts().map(Predicate::text).collect(Collectors.joining(" and ")),
        feature.exactness(),
        feature.windows().stream().map(window -> result(feature, window)).toList());
  }

  /** {@code sum of value}, {@code top 3 of category}. */
  private static String words(FeatureConfig config) {
    FeatureOptions options = config.options();
    return switch (config.aggregate()) {
      case COUNT -> "number of rows";
      case DECAYED_COUNT -> "decayed number of rows";
      case RATIO -> "ratio of " + String.join(" to ", options.ratio());
      case PERCENTILE -> "percentile " + options.at() + " of " + config.input();
      default ->
          config.aggregate().key().replace('-', ' ')
              + (options.k() == null ? "" : " " + options.k())
              + " of "
              + config.input();
    };
  }

  private static Result result(Feature feature, FeatureWindow window) {
    String tile = Durations.format(Duration.ofMillis(window.tileMillis()));
    return new Result(feature.field(window), window.words(), tile);
  }
}
