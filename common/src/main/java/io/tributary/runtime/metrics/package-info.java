/** The metrics of the jobs, every name in one place. */
@NullMarked
package io.tributary.runtime.metrics;

import org.jspecify.annotations.NullMarked;
