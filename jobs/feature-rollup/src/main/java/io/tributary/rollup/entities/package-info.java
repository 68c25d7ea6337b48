/**
 * From changes of rows to what is told of entities: the two steps that apply the {@link
 * io.tributary.rollup.logic}, and what they keep.
 */
@NullMarked
package io.tributary.rollup.entities;

import org.jspecify.annotations.NullMarked;
