package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.List;

/** The entries of a cache that a row of a table can make stale. */
public record CacheConfig(
    @Doc("The table whose changes make entries stale; one of tables.") TableId on,
    @Doc(value = "Keys to evict, with columns in braces: user:{user_id}.", nonEmpty = true)
        @Matches(value = KeyTemplate.SYNTAX, words = KeyTemplate.WORDS)
        List<String> keys)
    implements Serializable {

  /** Copies the keys. */
  public CacheConfig {
    keys = List.copyOf(keys);
  }
}
