/** The {@code tributary} command line. */
@NullMarked
package io.tributary.tools;

import org.jspecify.annotations.NullMarked;
