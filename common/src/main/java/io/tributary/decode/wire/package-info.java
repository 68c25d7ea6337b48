/**
 * What is written on the wire before anything is known of a table: JSON, the settings of the
 * connector that decide how values look, and what to say of bytes that cannot be read.
 */
@NullMarked
package io.tributary.decode.wire;

import org.jspecify.annotations.NullMarked;
