/**
 * The job that keeps application caches in Redis coherent with the database: what a change makes
 * stale is removed, so that the next reader loads it anew.
 */
@NullMarked
package io.tributary.caching;

import org.jspecify.annotations.NullMarked;
