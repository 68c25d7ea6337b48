package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.row.ColumnRef;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The features of one kind of entity, computed from the rows of one table, and how they are kept:
 * which measures a row has, and which series of tiles keep them.
 */
public final class Rollup implements Serializable {

  /** The event time of a row that lies at {@code -infinity}: before every tile. */
  static final long LONG_AGO = Long.MIN_VALUE;

  private static final long serialVersionUID = 1L;

  private final String name;
  private final TableId from;
  private final List<String> entity;
  private final String eventTime;
  private final List<Feature> features;
  private final List<Measure> measures;
  private final List<Series> series;
  private final List<String> fields;

  private Rollup(
      String name, TableId from, List<String> entity, String eventTime, List<Feature> features) {
    this.name = name;
    this.from = from;
    this.entity = List.copyOf(entity);
    this.eventTime = eventTime;
    this.features = List.copyOf(features);
    Map<Integer, Measure> measuresById = new LinkedHashMap<>();
    Map<Integer, Series> seriesById = new TreeMap<>();
    for (Feature feature : features) {
      Measure measure = Measure.of(from + "\n" + entity + "\n" + eventTime, feature);
      Measure known = measuresById.putIfAbsent(measure.id(), measure);
      refuseCollision(known == null || known.definition().equals(measure.definition()));
      feature.windows().forEach(window -> addTo(seriesById, feature, measure, window));
    }
    this.measures = List.copyOf(measuresById.values());
    this.series = List.copyOf(seriesById.values());
    this.fields =
        features.stream()
            .flatMap(feature -> feature.windows().stream().map(feature::field))
            .toList();
  }

  /** A rollup; {@link #misfits} tells whether it fits its table. */
  public static Rollup of(
      String name, TableId from, List<String> entity, String eventTime, List<Feature> features) {
    return new Rollup(name, from, entity, eventTime, features);
  }

  private static void addTo(
      Map<Integer, Series> seriesById, Feature feature, Measure measure, FeatureWindow window) {
    String tile = window.isLifetime() ? window.label() : window.tileMillis() + "ms";
    String definition = measure.definition() + "\n" + tile;
    int id = Measure.id(definition);
    List<Series.Result> results = new ArrayList<>();
    Series known = seriesById.get(id);
    if (known != null) {
      refuseCollision(known.definition().equals(definition));
      results.addAll(known.results());
    }
    results.add(new Series.Result(feature.field(window), window));
    results.sort(Comparator.comparingLong(result -> result.window().millis()));
    seriesById.put(id, new Series(id, definition, feature.aggregate(), measure, results));
  }

  private static void refuseCollision(boolean fine) {
    if (!fine) {
      throw new IllegalArgumentException(
          "two features have the same checksum of different definitions; reword the filter of one,"
              + " for example by a condition that always holds");
    }
  }

  public String name() {
    return name;
  }

  public TableId from() {
    return from;
  }

  public List<String> entity() {
    return entity;
  }

  public String eventTime() {
    return eventTime;
  }

  public List<Feature> features() {
    return features;
  }

  List<Measure> measures() {
    return measures;
  }

  /** By ascending id. */
  List<Series> series() {
    return series;
  }

  boolean hasSeries(int id) {
    return series.stream().anyMatch(each -> each.id() == id);
  }

  /** The results' names in the order of the definition: {@code clicks_5m}, {@code clicks_1h}. */
  public List<String> fields() {
    return fields;
  }

  /**
   * All that decides about each result, by the result's name. What state was saved with the same
   * definition is continued, under whatever name; with another, a result starts from nothing.
   */
  public Map<String, String> definitions() {
    Map<String, String> definitions = new LinkedHashMap<>();
    for (Series each : series) {
      for (Series.Result result : each.results()) {
        String window = "\n" + result.window().millis();
        definitions.put(result.field(), name + "\n" + each.definition() + window);
      }
    }
    return definitions;
  }

  /** What decides what a row contributes, and to whom. */
  Set<ColumnRef> references() {
    Set<ColumnRef> references = new LinkedHashSet<>();
    entity.forEach(column -> references.add(ColumnRef.of(column)));
    references.add(ColumnRef.of(eventTime));
    for (Measure measure : measures) {
      measure.where().leaves().forEach(leaf -> references.add(leaf.column()));
      if (measure.input() != null) {
        references.add(ColumnRef.of(measure.input()));
      }
    }
    return references;
  }

  /**
   * The columns that decide what a row contributes, and to whom. Of a path into a json column both
   * its column, and one that has the path for its name, of which there need not be any.
   */
  public Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    references().forEach(reference -> columns.addAll(reference.columns()));
    return columns;
  }

  /** Whether a table has all of the columns that the rollup needs. */
  public boolean isFoundIn(RowSchema table) {
    return references().stream().allMatch(reference -> reference.indexIn(table) >= 0);
  }

  /**
   * What of this rollup does not fit its table.
   *
   * @param complete whether a column that {@code table} does not name does not exist
   */
  public List<Misfit> misfits(RowSchema table, boolean complete) {
    return new RollupCheck(this, table, complete).misfits();
  }

  /** Whether values of this kind can name an entity. */
  static boolean canNameEntity(ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, TEXT, UUID -> true;
      default -> false;
    };
  }

  /** Whether values of this kind are moments. */
  static boolean canBeEventTime(ColumnType.Kind kind) {
    return switch (kind) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }
}
