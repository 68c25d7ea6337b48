package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.rollup.logic.row.RowValues;
import io.tributary.rollup.logic.row.UnusableColumnException;
import io.tributary.rollup.logic.row.Use;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Reads what images amount to for one rollup. The same image always amounts to the same. Images
 * that follow one another mostly share their schema. For one thread.
 */
final class RowReader implements Serializable {

  private static final long serialVersionUID = 1L;

  static final Use ENTITY = Use.of(Rollup::canNameEntity);
  static final Use EVENT_TIME = Use.of(Rollup::canBeEventTime);

  private final Rollup rollup;
  private transient @Nullable SchemaReader last;

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
    SchemaReader reader = last;
    if (reader == null || reader.schema() != image.schema()) {
      reader = new SchemaReader(rollup, image.schema());
      last = reader;
    }
    try {
      return reader.read(key, new RowValues(image, rollup.paths()));
    } catch (UnusableColumnException e) {
      return Reading.unusable(e.unusable());
    }
  }
}
