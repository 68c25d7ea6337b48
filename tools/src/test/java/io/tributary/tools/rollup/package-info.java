@NullMarked
package io.tributary.tools.rollup;

import org.jspecify.annotations.NullMarked;
