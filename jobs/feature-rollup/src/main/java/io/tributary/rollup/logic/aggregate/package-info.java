/**
 * What rows amount to: the groups whose elements are summed and taken back, what a row adds to one,
 * and the functions that show a value of the sum and say the same in SQL.
 */
@NullMarked
package io.tributary.rollup.logic.aggregate;

import org.jspecify.annotations.NullMarked;
