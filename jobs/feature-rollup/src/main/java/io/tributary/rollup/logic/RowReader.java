package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
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

  static final Use ENTITY = Use.of(RowReader::canNameEntity);
  static final Use EVENT_TIME = Use.of(RowReader::canBeEventTime);

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
      reader = new SchemaReader(rollup, image);
      last = reader;
    }
    try {
      return reader.read(key, image);
    } catch (UnusableColumnException e) {
      return Reading.unusable(e.unusable());
    }
  }

  /** Whether values of this kind can name an entity. */
  private static boolean canNameEntity(ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, TEXT, UUID -> true;
      default -> false;
    };
  }

  /** Whether values of this kind are moments. */
  private static boolean canBeEventTime(ColumnType.Kind kind) {
    return switch (kind) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }
}
