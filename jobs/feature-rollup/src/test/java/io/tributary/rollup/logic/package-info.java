/** What rollups compute, held against a plain evaluation of their definition. */
@NullMarked
package io.tributary.rollup.logic;

import org.jspecify.annotations.NullMarked;
