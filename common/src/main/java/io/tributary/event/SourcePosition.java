package io.tributary.event;

import java.io.Serializable;

/**
 * Where a change stands in the history of its row: a total order over all events of one key, which
 * a replay repeats exactly.
 *
 * <p>An LSN is no order across transactions (they interleave in the log but are delivered by
 * commit), so {@code commitPosition}, the LSN of the commit that preceded the event's transaction,
 * leads. A snapshot row precedes a streamed change of the same commit position. Rows that {@code
 * COPY} wrote share one LSN; {@code transactionOrder} distinguishes them where the connector
 * provides transaction metadata, and is 0 elsewhere.
 *
 * @param epoch rises with each new lineage of positions: a new slot, a restored database
 * @param commitPosition {@code source.sequence[0]}, 0 where the connector has seen no commit yet
 * @param streamed false for rows that a snapshot read
 * @param lsn the event's own LSN, 0 where the wire has none (incremental snapshots)
 * @param transactionOrder the event's number in its transaction, or 0
 * @param op breaks the tie of two operations at one LSN
 */
public record SourcePosition(
    int epoch, long commitPosition, boolean streamed, long lsn, long transactionOrder, Op op)
    implements Serializable, Comparable<SourcePosition> {

  @Override
  public int compareTo(SourcePosition other) {
    int order = Integer.compare(epoch, other.epoch);
    if (order == 0) {
      order = Long.compareUnsigned(commitPosition, other.commitPosition);
    }
    if (order == 0) {
      order = Boolean.compare(streamed, other.streamed);
    }
    if (order == 0) {
      order = Long.compareUnsigned(lsn, other.lsn);
    }
    if (order == 0) {
      order = Long.compare(transactionOrder, other.transactionOrder);
    }
    return order != 0 ? order : op.compareTo(other.op);
  }
}
