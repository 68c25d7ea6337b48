@NullMarked
package io.tributary.lakehouse.logic;

import org.jspecify.annotations.NullMarked;
