/** {@code tributary preflight}: what would keep a pipeline from being right. */
@NullMarked
package io.tributary.tools.preflight;

import org.jspecify.annotations.NullMarked;
