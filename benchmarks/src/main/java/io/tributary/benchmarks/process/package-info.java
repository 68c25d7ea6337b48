/** Contenders in processes of their own, fed with the same messages and run in turn. */
@NullMarked
package io.tributary.benchmarks.process;

import org.jspecify.annotations.NullMarked;
