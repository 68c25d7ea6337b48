package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.aggregate.RowInput;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.RowValues;
import io.tributary.rollup.logic.row.UnusableColumnException;
import io.tributary.rollup.logic.row.Use;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what an image amounts to for one rollup. The same image always amounts to the same. */
final class RowReader implements Serializable {

  private static final long serialVersionUID = 1L;

  static final Use ENTITY = Use.of(Rollup::canNameEntity);
  static final Use EVENT_TIME = Use.of(Rollup::canBeEventTime);

  private final List<ColumnRef> entity;
  private final @Nullable ColumnRef eventTime;
  private final List<Measured> measures;
  private final List<ColumnRef> paths;

  /** A measure, and the column that it aggregates. */
  private record Measured(Measure measure, @Nullable ColumnRef input) implements Serializable {

    static Measured of(Measure measure) {
      String input = measure.input();
      return new Measured(measure, input == null ? null : ColumnRef.of(input));
    }
  }

  RowReader(Rollup rollup) {
    entity = rollup.entity().stream().map(ColumnRef::of).toList();
    String time = rollup.eventTime();
    eventTime = time == null ? null : ColumnRef.of(time);
    measures = rollup.measures().stream().map(Measured::of).toList();
    paths = rollup.references().stream().filter(column -> !column.path().isEmpty()).toList();
  }

  /**
   * Reads an image.
   *
   * @param key the row's; null for a table without a primary key
   */
  Reading read(@Nullable RowKey key, @Nullable RowImage image) {
    if (image == null) {
      return Reading.NOTHING;
    }
    try {
      return readKnown(key, new RowValues(image, paths));
    } catch (UnusableColumnException e) {
      return Reading.unusable(e.unusable());
    }
  }

  private Reading readKnown(@Nullable RowKey key, RowValues row) throws UnusableColumnException {
    List<Object> whose = new ArrayList<>(entity.size());
    for (ColumnRef column : entity) {
      Object value = row.read(column, ENTITY);
      if (value == null) {
        return Reading.NOTHING;
      }
      whose.add(value);
    }
    Object time = eventTime == null ? null : row.read(eventTime, EVENT_TIME);
    OptionalLong moment = eventTime == null ? OptionalLong.of(0) : moment(time);
    if (moment.isEmpty()) {
      return Reading.NOTHING;
    }
    @Nullable Aggregate[] amounts = new @Nullable Aggregate[measures.size()];
    boolean counts = false;
    for (int i = 0; i < amounts.length; i++) {
      Measured measured = measures.get(i);
      if (measured.measure().where().accepts(row)) {
        amounts[i] = amount(measured, key, time, row);
        counts = true;
      }
    }
    return counts
        ? new Reading(EntityKey.of(whose), moment.getAsLong(), Arrays.asList(amounts), null)
        : Reading.NOTHING;
  }

  private static Aggregate amount(
      Measured measured, @Nullable RowKey key, @Nullable Object time, RowValues row)
      throws UnusableColumnException {
    Kept kept = measured.measure().kept();
    ColumnRef input = measured.input();
    if (input == null) {
      return kept.ofRow(new RowInput(null, false, time, key));
    }
    Object value = row.read(input, kept);
    boolean floating = RowInput.isFloating(row.kind(input, kept));
    return kept.ofRow(new RowInput(value, floating, time, key));
  }

  /** Milliseconds; empty for NULL and for {@code infinity}, whose time never comes. */
  private static OptionalLong moment(@Nullable Object value) {
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
      return OptionalLong.empty();
    }
    return OptionalLong.of(instant.equals(Instant.MIN) ? Rollup.LONG_AGO : instant.toEpochMilli());
  }
}
