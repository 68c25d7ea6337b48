/** {@code tributary decode}: records in, what they say out. */
@NullMarked
package io.tributary.tools.decode;

import org.jspecify.annotations.NullMarked;
