package io.tributary.rollup.redis;

import io.tributary.redis.RedisBatch;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeaturesLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entity's features as a hash in Redis, written by {@link FeatureScripts#WRITE}.
 *
 * @param digest of the values; ends the version of a hash that has any
 */
record FeatureHash(FeatureUpdate update, long digest) {

  private static final String UPDATED_AT = "_updated_at";

  static FeatureHash of(FeatureUpdate update) {
    return new FeatureHash(update, WrittenValues.digest(update.values()));
  }

  boolean hasValues() {
    return update.change() == FeatureUpdate.Change.VALUES;
  }

  /** Adds what makes Redis hold the update, unless it has a newer one. */
  void write(RedisBatch batch, Fences fences) {
    List<String> arguments = new ArrayList<>(5 + 2 * update.values().size());
    arguments.add(version());
    arguments.add(fences.number(update));
    switch (update.change()) {
      case VALUES -> {
        arguments.add(FeatureScripts.KEEP);
        update
            .values()
            .forEach(
                (field, value) -> {
                  arguments.add(field);
                  arguments.add(Json.text(value));
                });
        arguments.add(UPDATED_AT);
        arguments.add(update.updatedAt());
      }
      case GONE -> arguments.add(Long.toString(FeatureStore.MEMORY.toSeconds()));
      case FORGOTTEN -> arguments.add(FeatureScripts.FORGET);
    }
    batch.evaluate(FeatureScripts.WRITE, keys(fences), arguments);
  }

  /** Adds what does the same where Redis has these values already, and nothing where it has not. */
  void touch(RedisBatch batch, Fences fences) {
    batch.evaluate(
        FeatureScripts.TOUCH,
        keys(fences),
        List.of(version(), fences.number(update), update.updatedAt()));
  }

  private List<String> keys(Fences fences) {
    return List.of(FeatureKeys.entity(update), fences.key(update));
  }

  private String version() {
    String version = update.version().text();
    return hasValues() ? version + Long.toUnsignedString(digest, Character.MAX_RADIX) : version;
  }

  /**
   * What a script has replied.
   *
   * @throws IllegalStateException if a later rebuild has written, or a later attempt
   * @throws FeaturesLostException if what was written is gone
   */
  static long outcome(@Nullable Object reply) {
    long outcome = (Long) Objects.requireNonNull(reply);
    if (outcome == FeatureScripts.SUPERSEDED) {
      throw new IllegalStateException(
          "features in Redis come from a later start of this job, without state or from another"
              + " savepoint; stop this one, or submit it again to take over");
    } else if (outcome == FeatureScripts.FENCED) {
      throw new IllegalStateException(
          "another attempt at these features has begun, so this one ends; where that comes again"
              + " and again, two jobs keep rollups of the same names: stop one of them");
    } else if (outcome == FeatureScripts.LOST) {
      throw new FeaturesLostException();
    }
    return outcome;
  }
}
