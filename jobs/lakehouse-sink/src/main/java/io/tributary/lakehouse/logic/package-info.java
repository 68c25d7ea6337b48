/**
 * Where the audit of a table goes and how its values are held there, without Iceberg and without
 * Flink.
 */
@NullMarked
package io.tributary.lakehouse.logic;

import org.jspecify.annotations.NullMarked;
