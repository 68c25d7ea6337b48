/**
 * Which cache keys a row's change makes stale: key templates, the rules made of them, the planner,
 * and the same keys in SQL. Knows neither Flink nor Redis.
 */
@NullMarked
package io.tributary.caching.logic;

import org.jspecify.annotations.NullMarked;
