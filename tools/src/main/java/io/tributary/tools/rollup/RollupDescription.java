package io.tributary.tools.rollup;

import static java.util.Objects.requireNonNull;

import io.tributary.config.FeatureConfig;
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
   * @param withoutRows what there is where no row counts: {@code 0} or {@code absent}
   * @param exactness how far its values are from what SQL says
   * @param limit where it is absent for another reason; empty where it never is
   */
  record Described(
      String name,
      @Nullable String description,
      @Nullable String owner,
      String what,
      String where,
      String withoutRows,
      String exactness,
      String limit,
      List<Result> results) {}

  /**
   * One value of a feature.
   *
   * @param field in Redis
   * @param tile by what the window's ends move: {@code 5m}; null where rows count whenever they are
   */
  record Result(String field, String window, @Nullable String tile) {}

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
        rollup.features().stream().map(feature -> of(config, feature)).toList());
  }

  private static Described of(RollupConfig rollup, Feature feature) {
    FeatureConfig config = requireNonNull(rollup.features().get(feature.name()));
    return new Described(
        feature.name(),
        config.options().description(),
        config.options().owner(),
        AggregateWords.of(config),
        feature.where().parts().map(Predicate::text).collect(Collectors.joining(" and ")),
        AggregateWords.ofNoRows(config.aggregate()),
        feature.exactness(),
        feature.limit(),
        feature.windows().stream()
            .map(window -> result(feature, window, rollup.eventTime() != null))
            .toList());
  }

  private static Result result(Feature feature, FeatureWindow window, boolean moves) {
    String length = window.decays() ? duration(window.millis()) : window.label();
    String tile = moves ? duration(window.tileMillis()) : null;
    return new Result(feature.field(window), window.isLifetime() ? "lifetime" : length, tile);
  }

  private static String duration(long millis) {
    return Durations.format(Duration.ofMillis(millis));
  }
}
