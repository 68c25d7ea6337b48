/** Where records come from: the port, and Kafka behind it. */
@NullMarked
package io.tributary.runtime.source;

import org.jspecify.annotations.NullMarked;
