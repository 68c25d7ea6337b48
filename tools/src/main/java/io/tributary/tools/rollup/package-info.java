/** {@code tributary rollup}: what rollups compute, as SQL and in words. */
@NullMarked
package io.tributary.tools.rollup;

import org.jspecify.annotations.NullMarked;
