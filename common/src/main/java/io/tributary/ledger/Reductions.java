package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reduces images to their key and the columns that are needed. For one thread. */
final class Reductions {

  private final Map<TableId, Set<String>> columnsNeeded;
  private @Nullable Reduction last;

  /**
   * @param columnsNeeded the columns to keep besides those of the key, by table; all where the set
   *     is empty or the table is not named
   */
  Reductions(Map<TableId, Set<String>> columnsNeeded) {
    this.columnsNeeded = columnsNeeded;
  }

  /** An image of an event's row; events that follow one another are mostly of one schema. */
  @Nullable RowImage apply(ChangeEvent event, @Nullable RowImage image) {
    Set<String> needed = columnsNeeded.getOrDefault(event.table(), Set.of());
    if (image == null || needed.isEmpty()) {
      return image;
    }
    RowSchema key = event.key() == null ? null : event.key().columns().schema();
    Reduction reduction = last;
    if (reduction == null || !reduction.serves(needed, key, image.schema())) {
      reduction = new Reduction(needed, key, image.schema());
      last = reduction;
    }
    return reduction.apply(image);
  }
}
