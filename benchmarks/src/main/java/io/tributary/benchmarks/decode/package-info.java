/** Decoding beside what a user would take instead. */
@NullMarked
package io.tributary.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
