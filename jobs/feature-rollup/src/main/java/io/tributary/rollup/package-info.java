/**
 * The job that keeps features in Redis and Kafka true to a table: its steps and sinks around the
 * pure {@link io.tributary.rollup.logic}.
 */
@NullMarked
package io.tributary.rollup;

import org.jspecify.annotations.NullMarked;
