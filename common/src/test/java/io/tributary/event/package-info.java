/** Tests of {@link io.tributary.event}. */
@NullMarked
package io.tributary.event;

import org.jspecify.annotations.NullMarked;
