@NullMarked
package io.tributary.rollup.logic.aggregate;

import org.jspecify.annotations.NullMarked;
