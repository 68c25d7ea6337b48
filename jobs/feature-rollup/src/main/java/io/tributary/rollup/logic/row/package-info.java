/**
 * What the rows of a table say: their columns, the values inside of json ones, and conditions on
 * both, each read from an image of a row and written as the SQL that says the same.
 */
@NullMarked
package io.tributary.rollup.logic.row;

import org.jspecify.annotations.NullMarked;
