package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what an image amounts to for one rollup. The same image always amounts to the same. */
final class RowReader implements Serializable {

  private static final long serialVersionUID = 1L;

  static final Use ENTITY = Use.of(Rollup::canNameEntity);
  static final Use EVENT_TIME = Use.of(Rollup::canBeEventTime);

  private final List<ColumnRef> entity;
  private final ColumnRef eventTime;
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
    eventTime = ColumnRef.of(rollup.eventTime());
    measures = rollup.measures().stream().map(Measured::of).toList();
    paths = rollup.references().stream().filter(column -> !column.path().isEmpty()).toList();
  }

  Reading read(@Nullable RowImage image) {
    if (image == null) {
      return Reading.NOTHING;
    }
    try {
      return readKnown(new RowValues(image, paths));
    } catch (UnusableColumnException e) {
      return Reading.unusable(e.unusable());
    }
  }

  private Reading readKnown(RowValues row) throws UnusableColumnException {
    List<Object> key = new ArrayList<>(entity.size());
    for (ColumnRef column : entity) {
      Object value = row.read(column, ENTITY);
      if (value == null) {
        return Reading.NOTHING;
      }
      key.add(value);
    }
    OptionalLong moment = moment(row.read(eventTime, EVENT_TIME));
    if (moment.isEmpty()) {
      return Reading.NOTHING;
    }
    Map<Integer, Aggregate> amounts = new LinkedHashMap<>();
    for (Measured measured : measures) {
      if (measured.measure().where().accepts(row)) {
        amounts.put(measured.measure().id(), amount(measured, row));
      }
    }
    return amounts.isEmpty()
        ? Reading.NOTHING
        : new Reading(EntityKey.of(key), moment.getAsLong(), amounts, null);
  }

  private static Aggregate amount(Measured measured, RowValues row) throws UnusableColumnException {
    AggregateKind aggregate = measured.measure().aggregate();
    ColumnRef input = measured.input();
    if (input == null) {
      return aggregate.ofRow(null, false);
    }
    Use use = Use.of(aggregate::accepts);
    Object value = row.read(input, use);
    return aggregate.ofRow(value, isFloating(row.kind(input, use)));
  }

  private static boolean isFloating(ColumnType.Kind kind) {
    return kind == ColumnType.Kind.REAL || kind == ColumnType.Kind.DOUBLE;
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
