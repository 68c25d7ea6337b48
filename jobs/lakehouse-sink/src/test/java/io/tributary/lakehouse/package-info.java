@NullMarked
package io.tributary.lakehouse;

import org.jspecify.annotations.NullMarked;
