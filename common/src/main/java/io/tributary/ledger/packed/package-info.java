/** Rows side by side in arrays of bytes, which nothing that collects garbage has to look into. */
@NullMarked
package io.tributary.ledger.packed;

import org.jspecify.annotations.NullMarked;
