package io.tributary.runtime.freshness;

/**
 * A change of the heartbeat's row, read from its topic.
 *
 * <p>The connector makes records in the order of commits. So once it is known to have written
 * whatever precedes this record's transaction, that is everything that was committed before the
 * heartbeat: its time and its LSN are then ones up to which the topics are complete. That
 * everything was visible then lies before it, because a transaction takes its time of commit before
 * it gets its place in the log, and is visible after that.
 *
 * @param commitPosition the end of the transaction before; 0 if the connector had seen none
 * @param lsn of the row's change, which lies before its commit
 */
public record Heartbeat(long committedAtMillis, long commitPosition, long lsn) {}
