@NullMarked
package io.tributary.schema;

import org.jspecify.annotations.NullMarked;
