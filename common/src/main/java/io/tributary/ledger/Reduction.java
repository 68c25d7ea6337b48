package io.tributary.ledger;

import io.tributary.event.RowImage;
import io.tributary.event.RowPacker;
import io.tributary.event.RowSchema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How images of one schema are reduced to the columns that are needed. Events that follow one
 * another are mostly of one schema, so the last reduction mostly serves.
 */
final class Reduction {

  private final Set<String> needed;
  private final @Nullable RowSchema key;
  private final RowSchema whole;
  private final RowSchema kept;
  private final int[] places;
  private final RowPacker packer = new RowPacker();

  /**
   * @param needed the columns to keep besides those of the key
   * @param key the key's schema, null for a table without primary key
   * @param whole the images' schema
   */
  Reduction(Set<String> needed, @Nullable RowSchema key, RowSchema whole) {
    this.needed = needed;
    this.key = key;
    this.whole = whole;
    this.kept =
        whole.keeping(name -> needed.contains(name) || key != null && key.indexOf(name) >= 0);
    this.places = whole.placesOf(kept);
  }

  /** Whether this is the one for these; another may be equal. */
  boolean serves(Set<String> columns, @Nullable RowSchema ofKey, RowSchema image) {
    return whole == image && key == ofKey && needed == columns;
  }

  RowImage apply(RowImage image) {
    return image.reducedTo(kept, places, packer);
  }
}
