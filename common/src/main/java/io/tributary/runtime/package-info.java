/**
 * The Flink shells around the pure parts: where change events come from, the steps that turn them
 * into {@link io.tributary.event.RowTransition}s, where rejected records go, and how a job starts.
 */
@NullMarked
package io.tributary.runtime;

import org.jspecify.annotations.NullMarked;
