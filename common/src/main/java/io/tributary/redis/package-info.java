/**
 * Talking to Redis from a job: one connection per subtask, commands sent many at a time, every
 * reply looked at, and a server that is away waited for.
 */
@NullMarked
package io.tributary.redis;

import org.jspecify.annotations.NullMarked;
