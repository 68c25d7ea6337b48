/** Rollups as a pipeline file gives them. */
@NullMarked
package io.tributary.rollup.plan;

import org.jspecify.annotations.NullMarked;
