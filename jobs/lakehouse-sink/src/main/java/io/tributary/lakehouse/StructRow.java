package io.tributary.lakehouse;

import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A row or a nested row as Iceberg's writers take it, overwritten for each record. */
final class StructRow implements StructLike {

  private final @Nullable Object[] values;

  StructRow(int size) {
    this.values = new @Nullable Object[size];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  @SuppressWarnings("NullAway") // Iceberg's own rows return null for NULL.
  public <T> T get(int position, Class<T> type) {
    return type.cast(values[position]);
  }

  @Override
  public <T> void set(int position, T value) {
    values[position] = value;
  }

  void put(int position, @Nullable Object value) {
    values[position] = value;
  }
}
