/** Options that several commands have. */
@NullMarked
package io.tributary.tools.options;

import org.jspecify.annotations.NullMarked;
