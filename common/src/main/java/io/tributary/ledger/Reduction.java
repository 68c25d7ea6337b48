package io.tributary.ledger;

import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How images of one schema are reduced to the columns that are needed. Events that follow one
 * another are mostly of one schema, so the last reduction mostly serves.
 *
 * @param needed the columns to keep besides those of the key
 * @param key the key's schema, null for a table without primary key
 * @param whole the images' schema
 * @param kept the schema of the reduced images
 */
record Reduction(Set<String> needed, @Nullable RowSchema key, RowSchema whole, RowSchema kept) {

  static Reduction of(Set<String> needed, @Nullable RowSchema key, RowSchema whole) {
    RowSchema kept =
        whole.keeping(name -> needed.contains(name) || key != null && key.indexOf(name) >= 0);
    return new Reduction(needed, key, whole, kept);
  }

  /** Whether this is the one for these; another may be equal. */
  boolean serves(Set<String> columns, @Nullable RowSchema ofKey, RowSchema image) {
    return whole == image && key == ofKey && needed == columns;
  }

  RowImage apply(RowImage image) {
    return image.reducedTo(kept);
  }
}
