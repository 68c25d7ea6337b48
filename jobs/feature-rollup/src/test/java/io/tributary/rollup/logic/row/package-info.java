@NullMarked
package io.tributary.rollup.logic.row;

import org.jspecify.annotations.NullMarked;
