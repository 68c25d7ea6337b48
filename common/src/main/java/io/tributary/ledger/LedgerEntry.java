package io.tributary.ledger;

import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger remembers of one lane.
 *
 * @param position of the last event that was applied
 * @param image the row as that event left it, reduced to its key and the columns a job needs; null
 *     once the row is deleted, when the position alone keeps a replayed insert from bringing it
 *     back, and in the lane of a table without primary key
 * @param keyColumns where the key's columns stand in the image, in the key's order; empty without
 *     an image, and where the image lacks one of them
 * @param committedAtMicros the database's commit time of that event, microseconds since 1970 UTC
 * @param generation of the definitions that the image was counted under, see {@link RowTransition};
 *     0 where nothing is counted, and without an image
 */
public record LedgerEntry(
    SourcePosition position,
    @Nullable RowImage image,
    List<Integer> keyColumns,
    long committedAtMicros,
    int generation) {

  public LedgerEntry {
    keyColumns = List.copyOf(keyColumns);
  }

  /** An entry of the first generation. */
  public LedgerEntry(
      SourcePosition position,
      @Nullable RowImage image,
      List<Integer> keyColumns,
      long committedAtMicros) {
    this(position, image, keyColumns, committedAtMicros, 0);
  }

  /** An entry without an image. */
  public LedgerEntry(SourcePosition position, long committedAtMicros) {
    this(position, null, List.of(), committedAtMicros);
  }

  /** The transition of a row that stays as it is and is counted in more than before. */
  RowTransition recounted(TableId table, int generationBefore) {
    return new RowTransition(
        table,
        Op.READ,
        key(),
        image,
        image,
        null,
        position,
        null,
        SnapshotKind.NONE,
        committedAtMicros,
        Origin.NONE,
        generationBefore,
        generation);
  }

  /** The same with another image of the row, or none. */
  public LedgerEntry withImage(@Nullable RowImage other) {
    return new LedgerEntry(position, other, keyColumns, committedAtMicros, generation);
  }

  /** The same with its image counted under another generation. */
  public LedgerEntry counted(int other) {
    return other == generation
        ? this
        : new LedgerEntry(position, image, keyColumns, committedAtMicros, other);
  }

  /** Whether the row is gone and only its position is remembered. */
  public boolean isTombstone() {
    return image == null;
  }

  /** The row's key, null where {@link #keyColumns} has none. */
  public @Nullable RowKey key() {
    if (image == null || keyColumns.isEmpty()) {
      return null;
    }
    RowImage row = image;
    RowSchema schema = RowSchema.of(keyColumns.stream().map(row.schema()::column).toList());
    RowImage.Builder key = RowImage.of(schema);
    for (int i = 0; i < keyColumns.size(); i++) {
      key.set(i, row.value(keyColumns.get(i)));
    }
    return new RowKey(key.build());
  }
}
