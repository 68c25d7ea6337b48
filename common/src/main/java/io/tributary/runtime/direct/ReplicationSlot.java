package io.tributary.runtime.direct;

import io.tributary.event.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot as {@code pg_replication_slots} shows it.
 *
 * @param database the database whose changes it holds
 * @param confirmed what its reader has confirmed: it can continue from there, and never before
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 */
record ReplicationSlot(
    String name,
    String plugin,
    String database,
    boolean active,
    @Nullable Lsn confirmed,
    @Nullable String walStatus) {

  boolean isLost() {
    return "lost".equals(walStatus) || confirmed == null;
  }
}
