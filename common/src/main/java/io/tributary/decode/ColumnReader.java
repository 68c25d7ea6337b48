package io.tributary.decode;

import io.tributary.event.ColumnType;

/**
 * Reads one column.
 *
 * @param type what the values become
 * @param form how they are written
 */
record ColumnReader(ColumnType type, WireForm form) {}
