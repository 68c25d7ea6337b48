package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what an image amounts to for one rollup. The same image always amounts to the same. */
final class RowReader implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Rollup rollup;

  RowReader(Rollup rollup) {
    this.rollup = rollup;
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
      return readKnown(key, image);
    } catch (UnusableColumn e) {
      return Reading.unusable(e.unusable);
    }
  }

  private Reading readKnown(@Nullable RowKey key, RowImage image) throws UnusableColumn {
    List<Object> entity = new ArrayList<>(rollup.entity().size());
    for (String column : rollup.entity()) {
      Object value = value(image, column, Rollup::canNameEntity);
      if (value == null) {
        return Reading.NOTHING;
      }
      entity.add(value);
    }
    String timeColumn = rollup.eventTime();
    Object time = timeColumn == null ? null : value(image, timeColumn, Rollup::canBeEventTime);
    OptionalLong eventTime = timeColumn == null ? OptionalLong.of(0) : eventTime(time);
    if (eventTime.isEmpty()) {
      return Reading.NOTHING;
    }
    Map<Integer, Aggregate> amounts = new LinkedHashMap<>();
    for (Measure measure : rollup.measures()) {
      if (accepts(measure, image)) {
        amounts.put(measure.id(), amount(measure, key, time, image));
      }
    }
    return amounts.isEmpty()
        ? Reading.NOTHING
        : new Reading(EntityKey.of(entity), eventTime.getAsLong(), amounts, null);
  }

  /** A condition that does not hold outweighs one that cannot be judged. */
  private static boolean accepts(Measure measure, RowImage image) throws UnusableColumn {
    @Nullable UnusableColumn doubt = null;
    for (Condition condition : measure.where()) {
      try {
        if (!condition.accepts(value(image, condition.column(), condition::fits))) {
          return false;
        }
      } catch (UnusableColumn e) {
        doubt = e;
      }
    }
    if (doubt != null) {
      throw doubt;
    }
    return true;
  }

  private static Aggregate amount(
      Measure measure, @Nullable RowKey key, @Nullable Object time, RowImage image)
      throws UnusableColumn {
    String input = measure.input();
    if (input == null) {
      return measure.kept().ofRow(new RowInput(null, false, time, key));
    }
    Object value = value(image, input, measure.kept()::accepts);
    boolean floating = RowInput.isFloating(kind(image, input));
    return measure.kept().ofRow(new RowInput(value, floating, time, key));
  }

  private static @Nullable Object value(
      RowImage image, String column, Predicate<ColumnType.Kind> fits) throws UnusableColumn {
    Unusable unusable = Unusable.of(image, column);
    if (unusable == null && !fits.test(kind(image, column))) {
      unusable = new Unusable(Unusable.Code.COLUMN_TYPE_UNFIT, column);
    }
    if (unusable != null) {
      throw new UnusableColumn(unusable);
    }
    return image.value(column);
  }

  private static ColumnType.Kind kind(RowImage image, String column) {
    return image.schema().column(image.schema().indexOf(column)).type().kind();
  }

  /** Milliseconds; empty for NULL and for {@code infinity}, whose time never comes. */
  private static OptionalLong eventTime(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return eventTime(
          date.equals(LocalDate.MIN)
              ? LocalDateTime.MIN
              : date.equals(LocalDate.MAX) ? LocalDateTime.MAX : date.atStartOfDay());
    }
    if (value instanceof LocalDateTime local) {
      return eventTime(
          local.equals(LocalDateTime.MIN)
              ? Instant.MIN
              : local.equals(LocalDateTime.MAX) ? Instant.MAX : local.toInstant(ZoneOffset.UTC));
    }
    if (!(value instanceof Instant instant) || instant.equals(Instant.MAX)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(instant.equals(Instant.MIN) ? Rollup.LONG_AGO : instant.toEpochMilli());
  }

  /** Ends the reading of an image; has no stack trace, for rows like that can come in numbers. */
  private static final class UnusableColumn extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Unusable unusable;

    UnusableColumn(Unusable unusable) {
      super(unusable.detail(), null, false, false);
      this.unusable = unusable;
    }
  }
}
