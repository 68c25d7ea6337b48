package io.tributary.event;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one row: its image before and after one change. At most one transition per
 * change, in the row's own order; a key change is two linked transitions.
 *
 * <p>An absent image is null: before an insert, after a delete. A column that nobody can fill is
 * unavailable in its image, and so is every column but the key's in the old image of a row that was
 * never seen before its update or delete.
 *
 * @param key null for a table without a primary key
 * @param op READ where the transition stands for the changes that a snapshot hides
 * @param linkedKey the row's other key where this is one half of a key change
 * @param txId the transaction's id, null for snapshot rows that carry none
 * @param committedAtMicros the database's commit time, microseconds since 1970 UTC
 * @param generationBefore for sums, the generation of definitions that the old image was counted
 *     under: it is in what was defined at or before that, and in nothing that was defined later; 0
 *     for the first, and where nothing is counted
 * @param generationAfter the same of the new image, which is mostly the present generation
 */
@TypeInfo(RowTransitionSerializer.TypeFactory.class)
public record RowTransition(
    TableId table,
    Op op,
    @Nullable RowKey key,
    @Nullable RowImage before,
    @Nullable RowImage after,
    @Nullable RowKey linkedKey,
    SourcePosition position,
    @Nullable Long txId,
    SnapshotKind snapshot,
    long committedAtMicros,
    Origin origin,
    int generationBefore,
    int generationAfter)
    implements Serializable {

  /** A transition of the first generation. */
  public RowTransition(
      TableId table,
      Op op,
      @Nullable RowKey key,
      @Nullable RowImage before,
      @Nullable RowImage after,
      @Nullable RowKey linkedKey,
      SourcePosition position,
      @Nullable Long txId,
      SnapshotKind snapshot,
      long committedAtMicros,
      Origin origin) {
    this(
        table,
        op,
        key,
        before,
        after,
        linkedKey,
        position,
        txId,
        snapshot,
        committedAtMicros,
        origin,
        0,
        0);
  }

  /** The transition that an event makes, given the images the ledger found for it. */
  public static RowTransition of(
      ChangeEvent event, @Nullable RowImage before, @Nullable RowImage after) {
    return of(event, before, after, 0, 0);
  }

  /** The same with the generations that its images are counted under. */
  public static RowTransition of(
      ChangeEvent event,
      @Nullable RowImage before,
      @Nullable RowImage after,
      int generationBefore,
      int generationAfter) {
    return new RowTransition(
        event.table(),
        event.op(),
        event.key(),
        before,
        after,
        event.linkedKey(),
        event.position(),
        event.txId(),
        event.snapshot(),
        event.committedAtMicros(),
        event.origin(),
        generationBefore,
        generationAfter);
  }

  /** The same with its images counted under these generations. */
  RowTransition counted(int before, int after) {
    return before == generationBefore && after == generationAfter
        ? this
        : new RowTransition(
            table,
            op,
            key,
            this.before,
            this.after,
            linkedKey,
            position,
            txId,
            snapshot,
            committedAtMicros,
            origin,
            before,
            after);
  }

  /** A transition whose images are those of the event, where the wire alone is enough. */
  static RowTransition of(ChangeEvent event) {
    return of(event, event.before(), event.after());
  }

  /** The same parts without the promise, and without generations. */
  ChangeEvent asEvent() {
    return new ChangeEvent(
        table,
        op,
        key,
        before,
        after,
        linkedKey,
        position,
        txId,
        snapshot,
        committedAtMicros,
        origin);
  }
}
