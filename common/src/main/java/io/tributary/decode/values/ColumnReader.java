package io.tributary.decode.values;

import io.tributary.event.ColumnType;

/**
 * Reads one column.
 *
 * @param type what the values become
 * @param form how they are written
 */
public record ColumnReader(ColumnType type, WireForm form) {}
