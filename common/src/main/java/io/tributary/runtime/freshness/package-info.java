/** Up to when results are complete, by heartbeats and committed offsets. */
@NullMarked
package io.tributary.runtime.freshness;

import org.jspecify.annotations.NullMarked;
