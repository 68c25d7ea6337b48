package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where records go that cannot be processed. */
public record DeadLetterConfig(
    @Doc(
            value =
                "The topic of dead letters; what is replayed goes through a second one, <topic>.replay.",
            byDefault = "tributary.dead-letters")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        String topic,
    @Doc(value = "What of the record itself a dead letter carries.", byDefault = "redacted")
        Payload payload,
    @Doc("The keys that payload: encrypted needs.") @Nullable EncryptionConfig encryption,
    @Doc(
            value =
                "Stops the job when more than this share of a subtask's last 1000 records is"
                    + " rejected, such as 5%; fewer than 100 records count as 100, and replayed ones"
                    + " do not count. 100% never stops it.",
            byDefault = "50%")
        Percentage failAbove)
    implements Serializable, Checked {

  /** What of the record itself a dead letter carries. */
  public enum Payload {
    /** Its origin and shape, no values. */
    REDACTED,
    /** All of it, for holders of the key only. */
    ENCRYPTED,
    /** All of it, readable by everyone who can read the topic. */
    RAW
  }

  @Override
  public void check(Place place) {
    if (payload == Payload.ENCRYPTED && !place.has("encryption")) {
      place
          .at("payload")
          .report("needs a key", "give dead-letters.encryption.current and .keys, or another word");
    }
  }
}
