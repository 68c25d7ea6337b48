package io.tributary.caching.logic;

import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One entry of {@code caches:}: the keys that a row of a table stands behind.
 *
 * @param name for example {@code profile}
 * @param on the table whose changes invalidate
 */
public record InvalidationRule(String name, TableId on, List<KeyTemplate> keys)
    implements Serializable {

  public InvalidationRule {
    keys = List.copyOf(keys);
  }

  /** The columns that the keys are made of. */
  public Set<String> columns() {
    return keys.stream()
        .flatMap(template -> template.columns().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
