package io.tributary.runtime.ledger;

import io.tributary.event.DetachedImage;
import io.tributary.event.KnownSchemas;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LedgerEntry} as state keeps it: the schema of its image is among the step's own, which
 * are there only after the entries have been restored. On heap there is one for each row for as
 * long as the row lives, so it is flat: what collects garbage has to follow and move each object.
 */
final class StoredEntry {

  private final int epoch;
  private final boolean streamed;
  private final Op op;
  private final long commitPosition;
  private final long lsn;
  private final long transactionOrder;
  private final long committedAtMicros;
  private final int generation;
  private final List<Integer> keyColumns;
  private final @Nullable DetachedImage image;

  /** With its schema, as an earlier release wrote it. */
  private final @Nullable RowImage whole;

  /**
   * An entry that was read.
   *
   * @param entry without its image; with it where an earlier release wrote the entry
   */
  StoredEntry(LedgerEntry entry, @Nullable DetachedImage image) {
    SourcePosition position = entry.position();
    this.epoch = position.epoch();
    this.streamed = position.streamed();
    this.op = position.op();
    this.commitPosition = position.commitPosition();
    this.lsn = position.lsn();
    this.transactionOrder = position.transactionOrder();
    this.committedAtMicros = entry.committedAtMicros();
    this.generation = entry.generation();
    this.keyColumns = entry.keyColumns();
    this.image = image;
    this.whole = image == null ? entry.image() : null;
  }

  static StoredEntry of(LedgerEntry entry, KnownSchemas schemas) {
    return new StoredEntry(entry, entry.image() == null ? null : schemas.detach(entry.image()));
  }

  @Nullable DetachedImage image() {
    return image;
  }

  boolean isTombstone() {
    return image == null && whole == null;
  }

  /** The entry without its image; with it where an earlier release wrote the entry. */
  LedgerEntry entry() {
    return entry(whole);
  }

  LedgerEntry attached(KnownSchemas schemas) {
    return entry(image == null ? whole : schemas.attach(image));
  }

  private LedgerEntry entry(@Nullable RowImage row) {
    SourcePosition position =
        new SourcePosition(epoch, commitPosition, streamed, lsn, transactionOrder, op);
    return new LedgerEntry(position, row, keyColumns, committedAtMicros, generation);
  }
}
