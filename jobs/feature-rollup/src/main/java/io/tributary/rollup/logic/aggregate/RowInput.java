package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import io.tributary.event.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * What of one row a measure looks at.
 *
 * @param value the input's; null for NULL and where there is no input
 * @param floating whether the input is {@code real} or {@code double precision}
 * @param eventTime as the row has it; null where the rollup has none
 * @param key null for a table without a primary key
 */
public record RowInput(
    @Nullable Object value, boolean floating, @Nullable Object eventTime, @Nullable RowKey key) {

  /** The value as an element; null for NULL. */
  @Nullable Element element() {
    return value == null ? null : Element.of(value, floating);
  }

  /** Event time, then primary key, then the value, which may be NULL. */
  Element elementInOrder() {
    ElementWriter writer = new ElementWriter();
    if (eventTime != null) {
      writer.add(eventTime, false);
    }
    if (key != null) {
      for (int i = 0; i < key.columns().schema().size(); i++) {
        ColumnType.Kind kind = key.columns().schema().column(i).type().kind();
        writer.add(key.columns().value(i), isFloating(kind));
      }
    }
    return writer.add(value, floating).element();
  }

  public static boolean isFloating(ColumnType.Kind kind) {
    return kind == ColumnType.Kind.REAL || kind == ColumnType.Kind.DOUBLE;
  }
}
