/**
 * Dead letters as they lie in their topic: what of the refused record they carry, who can read it,
 * and how a letter and a replayed record say where the record came from. Knows neither Flink nor
 * Kafka's clients.
 */
@NullMarked
package io.tributary.deadletter;

import org.jspecify.annotations.NullMarked;
