package io.tributary.rollup;

import io.tributary.config.FeatureConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.Window;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.AggregateKind;
import io.tributary.rollup.logic.Condition;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rollups of a pipeline, compiled: what to read, what to compute, how often to write.
 *
 * @param rollups by name, in the file's order
 * @param emitEvery by rollup: how long changes of one entity are gathered
 * @param topics by rollup, for those that have one
 */
public record RollupPlan(
    Map<String, Rollup> rollups, Map<String, Duration> emitEvery, Map<String, String> topics)
    implements Serializable {

  public RollupPlan {
    rollups = new LinkedHashMap<>(rollups);
    emitEvery = new LinkedHashMap<>(emitEvery);
    topics = new LinkedHashMap<>(topics);
  }

  /**
   * Compiles the rollups of a configuration.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static RollupPlan of(PipelineConfig config) {
    if (config.rollups().isEmpty()) {
      throw new IllegalArgumentException(
          "the pipeline defines no rollups; add some under rollups:, or do not run this job");
    }
    Map<String, Rollup> rollups = new LinkedHashMap<>();
    Map<String, Duration> emitEvery = new LinkedHashMap<>();
    Map<String, String> topics = new LinkedHashMap<>();
    config
        .rollups()
        .forEach(
            (name, rollup) -> {
              rollups.put(name, compile(name, rollup));
              emitEvery.put(name, rollup.emitEvery());
              if (rollup.kafkaTopic() != null) {
                topics.put(name, rollup.kafkaTopic());
              }
            });
    return new RollupPlan(rollups, emitEvery, topics);
  }

  private static Rollup compile(String name, RollupConfig config) {
    if (config.entity().size() > EntityKey.MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "rollups.%s.entity has %d columns, more than %d"
              .formatted(name, config.entity().size(), EntityKey.MOST_COLUMNS));
    }
    List<Feature> features = new ArrayList<>();
    config.features().forEach((feature, definition) -> features.add(compile(feature, definition)));
    return Rollup.of(name, config.from(), config.entity(), config.eventTime(), features);
  }

  private static Feature compile(String name, FeatureConfig config) {
    AggregateKind aggregate =
        switch (config.aggregate()) {
          case COUNT -> AggregateKind.COUNT;
          case SUM -> AggregateKind.SUM;
        };
    List<Condition> where = new ArrayList<>();
    config.where().forEach((column, value) -> where.add(Condition.of(column, value)));
    List<FeatureWindow> windows = config.over().stream().map(RollupPlan::compile).toList();
    return new Feature(name, aggregate, config.input(), where, windows);
  }

  private static FeatureWindow compile(Window window) {
    Duration length = window.length();
    return new FeatureWindow(
        window.label(), length == null ? FeatureWindow.ENDLESS : length.toMillis());
  }

  /**
   * Holds the rollups against the tables as they are known; one that is not known is judged row by
   * row.
   *
   * @throws IllegalArgumentException with everything that does not fit, a line each
   */
  public RollupPlan checkedAgainst(Map<TableId, TableDescription> tables) {
    List<String> violations = new ArrayList<>();
    for (Rollup rollup : rollups.values()) {
      TableDescription table = tables.get(rollup.from());
      if (table != null) {
        rollup
            .violations(table.columns())
            .forEach(each -> violations.add("\n  rollups." + rollup.name() + "." + each));
      }
    }
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(
          "the rollups do not fit their tables:" + String.join("", violations));
    }
    return this;
  }

  Set<TableId> tables() {
    return columnsNeeded().keySet();
  }

  /** The columns that any rollup of a table needs. */
  Map<TableId, Set<String>> columnsNeeded() {
    Map<TableId, Set<String>> needed = new LinkedHashMap<>();
    for (Rollup rollup : rollups.values()) {
      needed
          .computeIfAbsent(rollup.from(), table -> new LinkedHashSet<>())
          .addAll(rollup.columns());
    }
    return needed;
  }
}
