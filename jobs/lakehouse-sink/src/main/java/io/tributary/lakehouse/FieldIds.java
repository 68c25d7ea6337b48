package io.tributary.lakehouse;

import java.util.function.IntSupplier;

/** Numbers the fields of a schema from 1; Iceberg gives them ids of its own on commit. */
final class FieldIds implements IntSupplier {

  private int last;

  @Override
  public int getAsInt() {
    return ++last;
  }
}
