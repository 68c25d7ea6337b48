/** {@code tributary rollup}: what rollups compute, as SQL and in words, and what fills them. */
@NullMarked
package io.tributary.tools.rollup;

import org.jspecify.annotations.NullMarked;
