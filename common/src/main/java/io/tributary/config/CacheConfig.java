package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.List;

/** The entries of a cache that a row of a table can make stale. */
public record CacheConfig(
    @Doc("The table whose changes make entries stale; one of tables.") TableId on,
    @Doc(value = "Keys to evict, with columns in braces: user:{user_id}.", nonEmpty = true)
        List<String> keys)
    implements Serializable, Checked {

  /** Copies the keys. */
  public CacheConfig {
    keys = List.copyOf(keys);
  }

  @Override
  public void check(Place place) {
    for (int i = 0; i < keys.size(); i++) {
      Place at = place.at("keys").at(i);
      KeyTemplate.problem(keys.get(i))
          .ifPresent(problem -> at.report(problem, "write columns in braces: user:{user_id}"));
    }
  }
}
