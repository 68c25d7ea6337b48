package io.tributary.rollup.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Finds out which measures, series and results a rollup's features need. */
final class RollupSeries {

  private final String rows;
  private final String rollup;
  private final Births births;
  private final Map<Integer, Measure> measures = new LinkedHashMap<>();
  private final Map<Integer, Series> series = new TreeMap<>();
  private final List<Result> results = new ArrayList<>();

  /**
   * @param rollup its name
   * @param rows where rows come from, and what else of the rollup decides about them
   */
  RollupSeries(String rollup, String rows, List<Feature> features, Births births) {
    this.rollup = rollup;
    this.rows = rows;
    this.births = births;
    features.forEach(feature -> feature.sources().forEach(this::addMeasure));
    for (Feature feature : features) {
      for (FeatureWindow window : feature.windows()) {
        feature.sources().forEach(source -> addWindow(source, window));
      }
    }
    for (Feature feature : features) {
      for (FeatureWindow window : feature.windows()) {
        List<Result.Source> sources =
            feature.sources().stream().map(each -> source(each, window)).toList();
        results.add(new Result(feature.field(window), feature.function(), sources));
      }
    }
  }

  private void addMeasure(Feature feature) {
    Measure measure = Measure.of(rows, feature);
    Measure known = measures.get(measure.id());
    refuseCollision(known == null || known.definition().equals(measure.definition()));
    measures.put(measure.id(), known == null ? measure : known.and(measure));
  }

  private void addWindow(Feature feature, FeatureWindow window) {
    Measure measure = measure(feature);
    String definition = definition(measure, window);
    int born = born(definition, window);
    int id = id(definition, born);
    List<FeatureWindow> windows = new ArrayList<>();
    Series known = series.get(id);
    if (known != null) {
      refuseCollision(known.definition().equals(definition) && known.born() == born);
      windows.addAll(known.windows());
    }
    if (!windows.contains(window)) {
      windows.add(window);
      windows.sort(Comparator.comparingLong(FeatureWindow::millis));
    }
    series.put(id, new Series(id, definition, born, measure, windows));
  }

  private static String definition(Measure measure, FeatureWindow window) {
    return measure.definition() + "\n" + window.tiles();
  }

  private int born(String definition, FeatureWindow window) {
    return births.of(kept(rollup, definition), window.millis());
  }

  /** What tells a series of a rollup from all others, but for their generations. */
  static String kept(String rollup, String definition) {
    return rollup + "\n" + definition;
  }

  /** What was there from the start has no number, for its state was written before there were. */
  private static int id(String definition, int born) {
    return Measure.id(born == 0 ? definition : definition + "\n" + born);
  }

  private Measure measure(Feature feature) {
    return Objects.requireNonNull(measures.get(Measure.of(rows, feature).id()));
  }

  private Result.Source source(Feature feature, FeatureWindow window) {
    String definition = definition(measure(feature), window);
    int id = id(definition, born(definition, window));
    int place = List.copyOf(series.keySet()).indexOf(id);
    return new Result.Source(Objects.requireNonNull(series.get(id)), place, window);
  }

  private static void refuseCollision(boolean fine) {
    if (!fine) {
      throw new IllegalArgumentException(
          "two features have the same checksum of different definitions; reword the filter of one,"
              + " for example by a condition that always holds");
    }
  }

  List<Measure> measures() {
    return List.copyOf(measures.values());
  }

  /** By ascending id. */
  List<Series> series() {
    return List.copyOf(series.values());
  }

  /** In the order of the features. */
  List<Result> results() {
    return List.copyOf(results);
  }
}
