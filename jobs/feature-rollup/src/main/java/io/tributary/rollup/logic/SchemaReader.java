package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.aggregate.RowInput;
import io.tributary.rollup.logic.row.Bound;
import io.tributary.rollup.logic.row.BoundColumn;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.RowValues;
import io.tributary.rollup.logic.row.UnusableColumnException;
import io.tributary.rollup.logic.row.Use;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what rows of one schema amount to for one rollup: where the columns are is known, and a
 * condition that several measures share is judged once for a row. For one thread.
 */
final class SchemaReader {

  /** The moment of a row that has none, and of one whose time never comes. */
  private static final long NEVER = Long.MAX_VALUE;

  private final RowSchema schema;
  private final BoundColumn[] entity;
  private final @Nullable BoundColumn eventTime;
  private final String keyPrefix;
  private final Bound[] conditions;
  private final Measured[] measures;

  /** The row that is read. */
  private final RowValues row;

  /** Which conditions it meets, as far as is known. */
  private final @Nullable Boolean[] met;

  private final Reading reading;

  /**
   * A measure.
   *
   * @param condition the number of the one that a row must meet
   * @param input the column that is aggregated
   */
  private record Measured(Kept kept, int condition, @Nullable BoundColumn input) {}

  /**
   * A reader of images of one schema.
   *
   * @param first one of them
   */
  SchemaReader(Rollup rollup, RowImage first) {
    schema = first.schema();
    row = new RowValues(first, rollup.paths());
    entity =
        rollup.entity().stream()
            .map(name -> bound(name, RowReader.ENTITY))
            .toArray(BoundColumn[]::new);
    String time = rollup.eventTime();
    eventTime = time == null ? null : bound(time, RowReader.EVENT_TIME);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<Bound> different = new ArrayList<>();
    measures = new Measured[rollup.measures().size()];
    for (int i = 0; i < measures.length; i++) {
      Measure measure = rollup.measures().get(i);
      int condition =
          numbers.computeIfAbsent(measure.where().definition(), text -> different.size());
      if (condition == different.size()) {
        different.add(measure.where().in(schema));
      }
      String input = measure.input();
      BoundColumn column = input == null ? null : bound(input, measure.kept());
      measures[i] = new Measured(measure.kept(), condition, column);
    }
    conditions = different.toArray(Bound[]::new);
    met = new @Nullable Boolean[conditions.length];
    keyPrefix = rollup.name() + ":";
    reading = new Reading(measures.length);
  }

  private BoundColumn bound(String name, Use use) {
    return BoundColumn.of(ColumnRef.of(name), use, schema);
  }

  RowSchema schema() {
    return schema;
  }

  /** As {@link RowReader#read}. */
  Reading read(@Nullable RowKey key, RowImage image) throws UnusableColumnException {
    row.open(image);
    Arrays.fill(met, null);
    String whose = keyPrefix;
    int bare = 0;
    for (int i = 0; i < entity.length; i++) {
      Object value = entity[i].read(row);
      if (value == null) {
        return Reading.NOTHING;
      }
      whose = EntityKey.append(i == 0 ? whose : whose + '|', value);
      bare = EntityKey.bare(bare, i, value);
    }
    Object time = eventTime == null ? null : eventTime.read(row);
    long moment = eventTime == null ? 0 : moment(time);
    if (moment == NEVER) {
      return Reading.NOTHING;
    }
    reading.begin(whose, bare, moment);
    if (!readAmounts(key, time)) {
      reading.countForNobody();
    }
    return reading;
  }

  /** Whether the row counts in any measure. */
  private boolean readAmounts(@Nullable RowKey key, @Nullable Object time) {
    boolean counts = false;
    for (int i = 0; i < measures.length; i++) {
      try {
        boolean isIn = isMet(measures[i].condition());
        reading.set(i, isIn ? amount(measures[i], key, time) : null);
        counts |= isIn;
      } catch (UnusableColumnException e) {
        reading.setUnusable(i, e.unusable());
      }
    }
    return counts;
  }

  private boolean isMet(int condition) throws UnusableColumnException {
    Boolean known = met[condition];
    if (known == null) {
      known = conditions[condition].accepts(row);
      met[condition] = known;
    }
    return known;
  }

  private Aggregate amount(Measured measured, @Nullable RowKey key, @Nullable Object time)
      throws UnusableColumnException {
    BoundColumn input = measured.input();
    if (input == null) {
      return measured.kept().ofRow(new RowInput(null, false, time, key));
    }
    Object value = input.read(row);
    return measured
        .kept()
        .ofRow(new RowInput(value, RowInput.isFloating(input.kind(row)), time, key));
  }

  /** Milliseconds. */
  private static long moment(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return moment(
          date.equals(LocalDate.MIN)
              ? LocalDateTime.MIN
              : date.equals(LocalDate.MAX) ? LocalDateTime.MAX : date.atStartOfDay());
    }
    if (value instanceof LocalDateTime local) {
      return moment(
          local.equals(LocalDateTime.MIN)
              ? Instant.MIN
              : local.equals(LocalDateTime.MAX) ? Instant.MAX : local.toInstant(ZoneOffset.UTC));
    }
    if (!(value instanceof Instant instant) || instant.equals(Instant.MAX)) {
      return NEVER;
    }
    return instant.equals(Instant.MIN) ? Rollup.LONG_AGO : instant.toEpochMilli();
  }
}
