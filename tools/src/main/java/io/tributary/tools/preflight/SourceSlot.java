package io.tributary.tools.preflight;

import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot.
 *
 * @param status {@code wal_status}, null where the server does not say
 * @param retained bytes of log that the server keeps for it
 */
record SourceSlot(
    String name,
    String plugin,
    String database,
    boolean active,
    @Nullable String status,
    long retained) {}
