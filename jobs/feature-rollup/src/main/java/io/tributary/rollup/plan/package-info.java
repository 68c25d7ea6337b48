/**
 * What the rollups of a pipeline file are, compiled and held against the tables: what to read, to
 * compute and to write.
 */
@NullMarked
package io.tributary.rollup.plan;

import org.jspecify.annotations.NullMarked;
