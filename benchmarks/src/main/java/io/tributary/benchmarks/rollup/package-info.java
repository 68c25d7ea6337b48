/** Features per user beside Flink SQL. */
@NullMarked
package io.tributary.benchmarks.rollup;

import org.jspecify.annotations.NullMarked;
