/** The rollup's steps under Flink's clockwork, and what they keep. */
@NullMarked
package io.tributary.rollup.entities;

import org.jspecify.annotations.NullMarked;
