/**
 * Reads JSON by words of eight bytes where it stands as expected, without making objects. Whatever
 * is not as expected is {@link io.tributary.decode.scan.Unsure}, and read again as a tree.
 */
@NullMarked
package io.tributary.decode.scan;

import org.jspecify.annotations.NullMarked;
