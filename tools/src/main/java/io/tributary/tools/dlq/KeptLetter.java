package io.tributary.tools.dlq;

import io.tributary.deadletter.Letter;
import java.time.Instant;

/**
 * A letter and where it is kept.
 *
 * @param at when it was written, by the broker's or the job's clock
 */
record KeptLetter(Letter letter, int partition, long offset, Instant at) {}
