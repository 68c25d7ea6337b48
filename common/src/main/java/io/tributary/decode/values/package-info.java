/**
 * How a value of each type of PostgreSQL looks on the wire, under every mode of the connector, and
 * what it is in an image: exactly that, or rejected.
 */
@NullMarked
package io.tributary.decode.values;

import org.jspecify.annotations.NullMarked;
