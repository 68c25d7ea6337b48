/** Features in a real Redis, through failures. */
@NullMarked
package io.tributary.rollup.redis;

import org.jspecify.annotations.NullMarked;
