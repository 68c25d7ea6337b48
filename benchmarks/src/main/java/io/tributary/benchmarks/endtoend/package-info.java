/** From a commit in PostgreSQL to what a reader of Redis sees: the sandbox at several rates. */
@NullMarked
package io.tributary.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
