/** Reads Avro schemas from a registry over HTTP. */
@NullMarked
package io.tributary.registry;

import org.jspecify.annotations.NullMarked;
