/**
 * Features in Redis: their hashes, who may write them, how fresh they are, and what is left over.
 */
@NullMarked
package io.tributary.rollup.redis;

import org.jspecify.annotations.NullMarked;
