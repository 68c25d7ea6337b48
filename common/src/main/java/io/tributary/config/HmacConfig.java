package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.Map;

/** The keys of HMAC-SHA-256, by key id; a token carries the id of the key that made it. */
public record HmacConfig(
    @Doc("Id of the key that makes tokens.") String current,
    @Doc(
            value = "Every key that made tokens still in use, of 16 characters or more.",
            entry = "id",
            nonEmpty = true)
        @Matches(value = Names.LABEL, words = Names.LABEL_WORDS)
        Map<String, Secret> keys)
    implements Serializable, Checked {

  /** Shorter keys can be found by trying. */
  private static final int SHORTEST_KEY = 16;

  /** Copies the keys. */
  public HmacConfig {
    keys = Immutable.copy(keys);
  }

  @Override
  public void check(Place place) {
    Keys.check(
        place,
        current,
        keys,
        key -> key.length() >= SHORTEST_KEY,
        "is short enough to be guessed",
        "use 16 characters or more");
  }
}
