package io.tributary.rollup;

import io.tributary.redis.RedisBatch;
import io.tributary.rollup.logic.aggregate.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entity's features as a hash in Redis, written by {@link FeatureScripts#WRITE}. */
final class FeatureHash {

  private static final String UPDATED_AT = "_updated_at";
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private FeatureHash() {}

  /** Adds what makes Redis hold the update, unless it has a newer one. */
  static void write(FeatureUpdate update, RedisBatch batch) {
    List<String> arguments = new ArrayList<>(4 + 2 * update.values().size());
    arguments.add(update.version().text());
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
        arguments.add(moment(update.version().clock()));
      }
      case GONE -> arguments.add(Long.toString(FeatureWriter.BARE_VERSION_SECONDS));
      case FORGOTTEN -> arguments.add(FeatureScripts.FORGET);
    }
    batch.evaluate(FeatureScripts.WRITE, List.of(FeatureKeys.entity(update)), arguments);
  }

  /** ISO-8601 with milliseconds always, so that moments compare as texts. */
  static String moment(long millis) {
    return MOMENT.format(Instant.ofEpochMilli(millis));
  }

  /**
   * Looks at the replies of a batch and counts those that say that Redis has a newer version.
   *
   * @throws IllegalStateException if a later rebuild has written
   * @throws FeaturesLostException if what was written is gone
   */
  static int refused(List<@Nullable Object> replies) {
    int refused = 0;
    for (Object reply : replies) {
      long outcome = (Long) Objects.requireNonNull(reply);
      if (outcome == FeatureScripts.REFUSED) {
        refused++;
      } else if (outcome == FeatureScripts.SUPERSEDED) {
        throw new IllegalStateException(
            "features in Redis come from a later start of this job without state; stop this one,"
                + " or start it without state to take over");
      } else if (outcome == FeatureScripts.LOST) {
        throw new FeaturesLostException();
      }
    }
    return refused;
  }
}
