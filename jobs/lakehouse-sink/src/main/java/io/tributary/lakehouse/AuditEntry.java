package io.tributary.lakehouse;

import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.TableId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change as the audit records it. Values are in their canonical text ({@code 42}, {@code 1.50},
 * {@code 2026-02-28T12:34:56.5Z}); a column that nobody knows is not in its image but named in
 * {@code unknown}. A column that the source table did not have at the time is there, and null.
 *
 * @param key the primary key, null for a table without one
 * @param linkedKey the row's other key where the primary key changed
 * @param before null for an insert
 * @param after null for a delete
 * @param unknown for example {@code after.bio}
 * @param lsn 0/0 where the wire has none
 * @param commitPosition of the commit before the change's transaction
 * @param transactionOrder the change's number in its transaction, or 0
 * @param snapshot {@code none}, {@code initial} or {@code incremental}
 */
public record AuditEntry(
    TableId table,
    Op op,
    @Nullable Map<String, @Nullable String> key,
    @Nullable Map<String, @Nullable String> linkedKey,
    @Nullable Map<String, @Nullable String> before,
    @Nullable Map<String, @Nullable String> after,
    Set<String> unknown,
    Lsn lsn,
    Lsn commitPosition,
    long transactionOrder,
    int epoch,
    @Nullable Long txId,
    String snapshot,
    Instant committedAt,
    Instant ingestedAt,
    Origin origin) {}
