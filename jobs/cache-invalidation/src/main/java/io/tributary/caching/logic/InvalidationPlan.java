package io.tributary.caching.logic;

import java.util.List;
import java.util.Set;

/**
 * What one change asks of the caches.
 *
 * @param keys to evict, each once
 * @param withoutKey how many keys there are none of because a column is NULL
 * @param gaps the keys that should be evicted and are not known
 */
public record InvalidationPlan(Set<String> keys, int withoutKey, List<Gap> gaps) {}
