package io.tributary.event;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the wire says about one change: it may be a replay, may arrive twice (by snapshot and by
 * stream), may lack {@code before} and may have unavailable columns. Order and duplicates are the
 * ledger's business.
 *
 * @param key null for a table without a primary key, and for TRUNCATE
 * @param before the old row as far as the wire can be trusted: key columns, or all of them under
 *     REPLICA IDENTITY FULL
 * @param after the new row, null for DELETE and TRUNCATE
 * @param linkedKey the row's other key where this event is one half of a key change
 * @param txId the transaction's id, null for snapshot rows that carry none
 * @param committedAtMicros the database's commit time, microseconds since 1970 UTC
 */
@TypeInfo(ChangeEventSerializer.TypeFactory.class)
public record ChangeEvent(
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
    Origin origin)
    implements Serializable {

  /** The same change with these images. */
  public ChangeEvent with(@Nullable RowImage otherBefore, @Nullable RowImage otherAfter) {
    if (otherBefore == before && otherAfter == after) {
      return this;
    }
    return new ChangeEvent(
        table,
        op,
        key,
        otherBefore,
        otherAfter,
        linkedKey,
        position,
        txId,
        snapshot,
        committedAtMicros,
        origin);
  }

  /** What the ledger is keyed by: {@code public.users/42}; see {@link Lane}. */
  public String lane() {
    return Lane.of(table, key);
  }

  /** The same as bytes (UTF-8), without a detour where a key is one number, as most are. */
  public byte[] laneBytes() {
    return Lane.bytesOf(table, key);
  }
}
