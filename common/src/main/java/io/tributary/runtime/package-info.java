/**
 * The Flink shells around the pure parts: how a job starts, what it shares with the outside, and
 * the stream from records to {@link io.tributary.event.RowTransition}s, whose stages are the
 * packages below.
 */
@NullMarked
package io.tributary.runtime;

import org.jspecify.annotations.NullMarked;
