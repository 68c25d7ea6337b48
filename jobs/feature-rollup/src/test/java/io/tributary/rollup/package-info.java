/** The job's steps and sinks, alone and together. */
@NullMarked
package io.tributary.rollup;

import org.jspecify.annotations.NullMarked;
