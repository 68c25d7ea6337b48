package io.tributary.rollup.redis;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisServers;
import io.tributary.redis.RedisSlots;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out the writes of attempts that were given up but still run, or whose writes are still
 * under way. Each attempt has a number for each rollup, greater than those before it. The fence of
 * a rollup is the greatest number that has written; {@link FeatureScripts#WRITE} refuses lesser
 * ones. In a cluster, where a script sees one slot, a rollup has a fence in each slot it writes to.
 *
 * <p>A fence is raised before the first write behind it, not when the attempt begins. That is
 * enough: all that an attempt can have under way comes after the checkpoint that the next one goes
 * on from, so the next one writes those entities too, and fences them before.
 */
final class Fences {

  private final boolean inSlots;
  private final Map<String, String> numbers;
  private final Set<String> raised = new HashSet<>();

  private Fences(boolean inSlots, Map<String, String> numbers) {
    this.inSlots = inSlots;
    this.numbers = numbers;
  }

  /**
   * Those of an attempt, which gets its numbers if it has none yet.
   *
   * @throws IllegalStateException if a later attempt has begun
   */
  static Fences of(
      RedisConnection redis, RedisAddress address, Collection<String> rollups, Attempt attempt) {
    List<String> names = List.copyOf(rollups);
    List<String> arguments =
        List.of(
            attempt.graph(),
            Integer.toString(attempt.number()),
            Long.toString(System.currentTimeMillis()));
    RedisBatch batch = new RedisBatch();
    names.forEach(
        rollup ->
            batch.evaluate(OwnerScripts.ATTEMPT, List.of(FeatureKeys.attempt(rollup)), arguments));
    List<@Nullable Object> replies = redis.send(batch);
    Map<String, String> numbers = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      long number = FeatureHash.outcome(replies.get(i));
      numbers.put(names.get(i), FeatureVersion.attemptText(number));
    }
    return new Fences(address.arrangement() instanceof RedisServers.Cluster, numbers);
  }

  /**
   * Raises the fences of updates that are to be written, where that has not been done.
   *
   * @throws IllegalStateException if a later attempt has done so
   */
  void raise(RedisConnection redis, Collection<FeatureUpdate> updates) {
    RedisBatch batch = new RedisBatch();
    Set<String> fences = new HashSet<>();
    for (FeatureUpdate update : updates) {
      String fence = key(update);
      if (!raised.contains(fence) && fences.add(fence)) {
        batch.evaluate(OwnerScripts.FENCE, List.of(fence), List.of(number(update)));
      }
    }
    if (!batch.isEmpty()) {
      redis.send(batch).forEach(FeatureHash::outcome);
      raised.addAll(fences);
    }
  }

  /** The fence of an entity, in the slot of its hash. */
  String key(FeatureUpdate update) {
    String fence = FeatureKeys.fence(update.rollup());
    return inSlots
        ? fence + ":{" + RedisSlots.tag(RedisSlots.of(FeatureKeys.entity(update))) + "}"
        : fence;
  }

  /** The number of this attempt, as text of a fixed width. */
  String number(FeatureUpdate update) {
    String number = numbers.get(update.rollup());
    if (number == null) {
      throw new IllegalStateException("no rollup is called " + update.rollup());
    }
    return number;
  }
}
