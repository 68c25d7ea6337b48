package io.tributary.rollup.redis;

import io.tributary.rollup.store.FeatureUpdate;
import java.util.regex.Pattern;

/** The keys in Redis. Names of rollups hold no colon, and begin with a letter. */
public final class FeatureKeys {

  private static final String PREFIX = "feature:";
  private static final Pattern NAME = Pattern.compile("\\p{Alpha}[^:]*");

  /** The hash that numbers the rebuilds. */
  static final String EPOCH = PREFIX + "_epoch";

  private FeatureKeys() {}

  /** Whether keys can be a rollup's of this name, and of nothing else. */
  static boolean canName(String rollup) {
    return NAME.matcher(rollup).matches();
  }

  /** The hash that numbers the attempts at a rollup. */
  static String attempt(String rollup) {
    return PREFIX + "_attempt:" + rollup;
  }

  /** The greatest number of an attempt that has written features of a rollup. */
  static String fence(String rollup) {
    return PREFIX + "_fence:" + rollup;
  }

  /** The hash of one entity: {@code feature:user_engagement:42}. */
  static String entity(FeatureUpdate update) {
    return PREFIX + update.key();
  }

  /** The hash that says how fresh a rollup is: {@code feature:user_engagement}. */
  public static String freshness(String rollup) {
    return PREFIX + rollup;
  }
}
