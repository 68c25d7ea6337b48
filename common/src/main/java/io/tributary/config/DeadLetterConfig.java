package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import java.io.Serializable;

/** Where records go that cannot be processed. */
public record DeadLetterConfig(
    @Doc(value = "The topic of dead letters.", byDefault = "tributary.dead-letters")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        String topic,
    @Doc(value = "What of the record itself a dead letter carries.", byDefault = "redacted")
        Payload payload)
    implements Serializable {

  /** What of the record itself a dead letter carries. */
  public enum Payload {
    /** Its origin and shape, no values. */
    REDACTED,
    /** All of it, for holders of the key only. */
    ENCRYPTED,
    /** All of it, readable by everyone who can read the topic. */
    RAW
  }
}
