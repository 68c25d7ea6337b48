/** Records to changes, and what becomes of those that cannot be read. */
@NullMarked
package io.tributary.runtime.decoding;

import org.jspecify.annotations.NullMarked;
