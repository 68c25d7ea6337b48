/**
 * From the wire to {@link io.tributary.event.ChangeEvent}: everything that knows how Debezium
 * writes a change, and nothing that knows what becomes of it.
 */
@NullMarked
package io.tributary.decode;

import org.jspecify.annotations.NullMarked;
