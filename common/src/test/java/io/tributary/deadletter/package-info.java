@NullMarked
package io.tributary.deadletter;

import org.jspecify.annotations.NullMarked;
