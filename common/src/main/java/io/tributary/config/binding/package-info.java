/**
 * How any record is read from a YAML file, shown, and documented: one {@link
 * io.tributary.config.binding.Shape} per type serves all of it, so that the reader, the reference
 * page and the JSON Schema cannot disagree.
 */
@NullMarked
package io.tributary.config.binding;

import org.jspecify.annotations.NullMarked;
