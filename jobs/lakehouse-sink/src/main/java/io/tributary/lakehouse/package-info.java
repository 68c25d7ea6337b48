/**
 * The audit lakehouse: a Flink sink that keeps every change of a row in Iceberg tables exactly
 * once, and a reader of what it wrote.
 */
@NullMarked
package io.tributary.lakehouse;

import org.jspecify.annotations.NullMarked;
