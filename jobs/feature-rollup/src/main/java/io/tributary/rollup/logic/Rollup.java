package io.tributary.rollup.logic;

import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.row.ColumnRef;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private final List<Result> shown;
  private final int newest;
  private final int filled;
  private final int[] seriesIds;
  private final int[][] seriesByMeasure;
  private final List<ColumnRef> paths;

  private Rollup(
      String name,
      TableId from,
      List<String> entity,
      @Nullable String eventTime,
      List<Feature> features,
      Births births,
      int filled) {
    this.name = name;
    this.from = from;
    this.entity = List.copyOf(entity);
    this.eventTime = eventTime;
    this.features = List.copyOf(features);
    String rows = from + "\n" + entity + "\n" + (eventTime == null ? "" : eventTime);
    RollupSeries needed = new RollupSeries(name, rows, features, births);
    this.measures = needed.measures();
    this.series = needed.series();
    this.results = needed.results();
    this.shown = results.stream().filter(result -> result.isThereSince(filled)).toList();
    this.newest = series.stream().mapToInt(Series::born).max().orElse(0);
    this.filled =
        (int) series.stream().map(Series::born).distinct().filter(born -> born <= filled).count();
    this.seriesIds = series.stream().mapToInt(Series::id).toArray();
    this.seriesByMeasure =
        Stream.concat(
                measures.stream().map(this::seriesOf),
                IntStream.range(0, series.size()).mapToObj(index -> new int[] {index}))
            .toArray(int[][]::new);
    this.paths = references().stream().filter(column -> !column.path().isEmpty()).toList();
  }

  private int[] seriesOf(Measure measure) {
    return IntStream.range(0, series.size())
        .filter(index -> series.get(index).measure().id() == measure.id())
        .toArray();
  }

  /**
   * A rollup; {@link #misfits} says whether it fits its table.
   *
   * @param eventTime null where rows count whenever they are, and follow each other by primary key
   */
  public static Rollup of(
      String name,
      TableId from,
      List<String> entity,
      @Nullable String eventTime,
      List<Feature> features) {
    return new Rollup(name, from, entity, eventTime, features, Births.FIRST, 0);
  }

  /**
   * The same after its definition has changed.
   *
   * @param filled the generation such that every row is in what is there since then; what is newer
   *     is computed and not shown
   */
  public Rollup after(Births births, int filled) {
    return new Rollup(name, from, entity, eventTime, features, births, filled);
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

  /** The generation since which everything is there. */
  int newest() {
    return newest;
  }

  /** In how many of its generations every row is: the more, the more is shown. */
  public int filled() {
    return filled;
  }

  /** The number that stands for a series alone where others stand for all those of a measure. */
  int alone(int series) {
    return measures.size() + series;
  }

  /**
   * Where the series of a measure stand, given where the measure does; of a number that {@link
   * #alone} gave, that series. Not to be modified.
   */
  int[] seriesOf(int measure) {
    return seriesByMeasure[measure];
  }

  /** The results' names in the order of the definition: {@code clicks_5m}, {@code clicks_1h}. */
  public List<String> fields() {
    return results.stream().map(Result::field).toList();
  }

  /** Those that every row has been counted in. */
  List<Result> shown() {
    return shown;
  }

  /** What values are shown and what they mean, for comparison only. */
  public String shownAs() {
    return name + "\n" + shown.stream().map(Result::shown).collect(Collectors.joining("\n"));
  }

  /** The results that lack rows as yet. */
  public List<String> unfilledFields() {
    return results.stream().filter(each -> !shown.contains(each)).map(Result::field).toList();
  }

  /** What is kept. */
  public List<KeptWindow> kept() {
    List<KeptWindow> kept = new ArrayList<>();
    for (Series each : series) {
      String definition = RollupSeries.kept(name, each.definition());
      Set<String> columns = columns(references(List.of(each.measure())));
      each.windows()
          .forEach(window -> kept.add(new KeptWindow(definition, window.millis(), columns)));
    }
    return kept;
  }

  /** The references into json columns, which are looked for together. */
  List<ColumnRef> paths() {
    return paths;
  }

  /** What decides what a row contributes, and to whom. */
  Set<ColumnRef> references() {
    return references(measures);
  }

  private Set<ColumnRef> references(List<Measure> measures) {
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
  Set<String> columns() {
    return columns(references());
  }

  private static Set<String> columns(Set<ColumnRef> references) {
    Set<String> columns = new LinkedHashSet<>();
    references.forEach(reference -> columns.addAll(reference.columns()));
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
}
