/** Reads Avro schemas from a registry over HTTP, and registers them. */
@NullMarked
package io.tributary.registry;

import org.jspecify.annotations.NullMarked;
