/**
 * The job that keeps features in Redis and Kafka true to a table, in the order of the stream: the
 * {@code plan}, the {@code entities}' steps around the pure {@link io.tributary.rollup.logic}, the
 * {@code store} and its {@code redis}, and {@code topics}.
 */
@NullMarked
package io.tributary.rollup;

import org.jspecify.annotations.NullMarked;
