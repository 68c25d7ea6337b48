package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.row.ColumnRef;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable String eventTime;
  private final List<Feature> features;
  private final List<Measure> measures;
  private final List<Series> series;
  private final List<Result> results;
  private final int[] seriesIds;
  private final int[][] seriesByMeasure;
  private final List<ColumnRef> paths;

  private Rollup(
      String name,
      TableId from,
      List<String> entity,
      @Nullable String eventTime,
      List<Feature> features) {
    this.name = name;
    this.from = from;
    this.entity = List.copyOf(entity);
    this.eventTime = eventTime;
    this.features = List.copyOf(features);
    String rows = from + "\n" + entity + "\n" + (eventTime == null ? "" : eventTime);
    RollupSeries needed = new RollupSeries(rows, features);
    this.measures = needed.measures();
    this.series = needed.series();
    this.results = needed.results();
    this.seriesIds = series.stream().mapToInt(Series::id).toArray();
    this.seriesByMeasure = measures.stream().map(this::seriesOf).toArray(int[][]::new);
    this.paths = references().stream().filter(column -> !column.path().isEmpty()).toList();
  }

  private int[] seriesOf(Measure measure) {
    return IntStream.range(0, series.size())
        .filter(index -> series.get(index).measure().id() == measure.id())
        .toArray();
  }

  /**
   * A rollup; {@link #misfits} tells whether it fits its table.
   *
   * @param eventTime null where rows count whenever they are, and follow each other by primary key
   */
  public static Rollup of(
      String name,
      TableId from,
      List<String> entity,
      @Nullable String eventTime,
      List<Feature> features) {
    return new Rollup(name, from, entity, eventTime, features);
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

  public @Nullable String eventTime() {
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

  /** Theirs, ascending. Not to be modified. */
  int[] seriesIds() {
    return seriesIds;
  }

  /** Where the series of a measure stand, given where the measure does. Not to be modified. */
  int[] seriesOf(int measure) {
    return seriesByMeasure[measure];
  }

  /** In the order of the definition. */
  List<Result> results() {
    return results;
  }

  /** The results' names in the order of the definition: {@code clicks_5m}, {@code clicks_1h}. */
  public List<String> fields() {
    return results.stream().map(Result::field).toList();
  }

  /**
   * All that decides about each result, by the result's name; a ratio's denominator is beside it.
   * What state was saved with the same definition is continued, under whatever name; with another,
   * a result starts from nothing.
   */
  public Map<String, String> definitions() {
    Map<String, String> definitions = new LinkedHashMap<>();
    for (Result result : results) {
      String what = result.field();
      for (Result.Source source : result.sources()) {
        String kept = source.series().definition() + "\n" + source.window().millis();
        definitions.put(what, name + "\n" + kept);
        what = result.field() + " (denominator)";
      }
    }
    return definitions;
  }

  /** The references into json columns, which are looked for together. */
  List<ColumnRef> paths() {
    return paths;
  }

  /** What decides what a row contributes, and to whom. */
  Set<ColumnRef> references() {
    Set<ColumnRef> references = new LinkedHashSet<>();
    entity.forEach(column -> references.add(ColumnRef.of(column)));
    if (eventTime != null) {
      references.add(ColumnRef.of(eventTime));
    }
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
