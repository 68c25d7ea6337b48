/**
 * What happened to a row: the wire's view ({@link io.tributary.event.ChangeEvent}), the truth drawn
 * from it ({@link io.tributary.event.RowTransition}), and the values both are made of.
 */
@NullMarked
package io.tributary.event;

import org.jspecify.annotations.NullMarked;
