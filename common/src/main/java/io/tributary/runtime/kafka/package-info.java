/** Kafka clients, and records as they come from topics. */
@NullMarked
package io.tributary.runtime.kafka;

import org.jspecify.annotations.NullMarked;
