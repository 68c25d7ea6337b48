/** Avro in the registry's wire format, as the same tree that JSON is read into. */
@NullMarked
package io.tributary.decode.avro;

import org.jspecify.annotations.NullMarked;
