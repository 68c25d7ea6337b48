package io.tributary.rollup.plan;

import io.tributary.config.FeatureConfig;
import io.tributary.config.FeatureOptions;
import io.tributary.config.RollupConfig;
import io.tributary.config.Window;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.logic.row.And;
import io.tributary.rollup.logic.row.Predicate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Turns the features of a configuration that was found valid into what a rollup computes. */
final class FeatureCompiler {

  private final RollupConfig rollup;
  private final Predicate ofAll;

  FeatureCompiler(RollupConfig rollup) {
    this.rollup = rollup;
    this.ofAll = Conditions.of(rollup.where(), "where");
  }

  List<Feature> compile() {
    List<Feature> features = new ArrayList<>();
    rollup.features().forEach((name, feature) -> features.add(compile(name, feature)));
    return features;
  }

  private Feature compile(String name, FeatureConfig config) {
    Predicate own = Conditions.of(config.where(), "features." + name + ".where");
    List<Feature> parts = config.options().ratio().stream().map(this::part).toList();
    Function function = function(config, parts);
    Integer cap = config.options().cap();
    return new Feature(
        name,
        function,
        config.input(),
        new And(List.of(ofAll, own)),
        windows(config),
        cap == null ? function.defaultCap() : cap,
        parts);
  }

  private Feature part(String name) {
    return compile(name, Objects.requireNonNull(rollup.features().get(name)));
  }

  private static Function function(FeatureConfig config, List<Feature> parts) {
    FeatureOptions options = config.options();
    Integer k = options.k();
    return switch (config.aggregate()) {
      case COUNT -> Functions.COUNT;
      case SUM -> Functions.SUM;
      case AVG -> Functions.AVG;
      case MIN -> Functions.MIN;
      case MAX -> Functions.MAX;
      case VARIANCE -> Functions.VARIANCE;
      case STDDEV -> Functions.STDDEV;
      case FIRST -> k == null ? Functions.FIRST : Functions.first(k);
      case LAST -> k == null ? Functions.LAST : Functions.last(k);
      case TOP -> Functions.top(Objects.requireNonNull(k));
      case DISTINCT ->
          Boolean.TRUE.equals(options.approximate())
              ? Functions.ABOUT_DISTINCT
              : Functions.DISTINCT;
      case PERCENTILE -> percentile(options);
      case HISTOGRAM -> Functions.histogram(options.bounds());
      case DECAYED_COUNT -> Functions.DECAYED_COUNT;
      case DECAYED_SUM -> Functions.DECAYED_SUM;
      case RATIO -> Functions.ratio(parts.get(0).function(), parts.get(1).function());
      case LATEST -> Functions.LATEST;
    };
  }

  private static Function percentile(FeatureOptions options) {
    BigDecimal at = Objects.requireNonNull(options.at());
    return Boolean.FALSE.equals(options.approximate())
        ? Functions.percentile(at)
        : Functions.aboutPercentile(at);
  }

  private static List<FeatureWindow> windows(FeatureConfig config) {
    Duration halfLife = config.options().halfLife();
    Duration tile = config.options().tile();
    List<FeatureWindow> windows = new ArrayList<>();
    config.over().forEach(window -> windows.add(window(window)));
    if (halfLife != null) {
      windows.add(FeatureWindow.decaying(halfLife.toMillis()));
    } else if (windows.isEmpty()) {
      windows.add(FeatureWindow.always());
    }
    return tile == null
        ? windows
        : windows.stream().map(window -> window.inTilesOf(tile.toMillis())).toList();
  }

  private static FeatureWindow window(Window window) {
    Duration length = window.length();
    return new FeatureWindow(
        window.label(), length == null ? FeatureWindow.ENDLESS : length.toMillis());
  }
}
