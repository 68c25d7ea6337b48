@NullMarked
package io.tributary.tools.dlq;

import org.jspecify.annotations.NullMarked;
