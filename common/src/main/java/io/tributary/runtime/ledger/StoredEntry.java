package io.tributary.runtime.ledger;

import io.tributary.event.DetachedImage;
import io.tributary.event.KnownSchemas;
import io.tributary.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LedgerEntry} as state keeps it: the schema of its image is among the step's own, which
 * are there only after the entries have been restored.
 *
 * @param entry the entry without its image; with it where an earlier release wrote the entry
 * @param image null for a deleted row, and where the entry has it
 */
record StoredEntry(LedgerEntry entry, @Nullable DetachedImage image) {

  static StoredEntry of(LedgerEntry entry, KnownSchemas schemas) {
    return entry.image() == null
        ? new StoredEntry(entry, null)
        : new StoredEntry(entry.withImage(null), schemas.detach(entry.image()));
  }

  boolean isTombstone() {
    return image == null && entry.isTombstone();
  }

  LedgerEntry attached(KnownSchemas schemas) {
    return image == null ? entry : entry.withImage(schemas.attach(image));
  }
}
