/**
 * What a rollup computes, without Flink, Kafka or Redis: definitions, the contributions that a row
 * makes, the tiles that keep them, the values at a moment of database time, and the SQL that says
 * what those values ought to be.
 */
@NullMarked
package io.tributary.rollup.logic;

import org.jspecify.annotations.NullMarked;
