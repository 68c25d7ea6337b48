/** Tests of {@link io.tributary.decode}, which look into images without asking first. */
@NullUnmarked
package io.tributary.decode;

import org.jspecify.annotations.NullUnmarked;
