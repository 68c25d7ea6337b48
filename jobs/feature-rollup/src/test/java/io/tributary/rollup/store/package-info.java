/** What waits to be written. */
@NullMarked
package io.tributary.rollup.store;

import org.jspecify.annotations.NullMarked;
