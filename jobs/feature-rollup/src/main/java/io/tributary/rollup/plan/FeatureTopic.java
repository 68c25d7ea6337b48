package io.tributary.rollup.plan;

import io.tributary.config.RollupConfig.TopicFormat;
import java.io.Serializable;
import java.util.Locale;

/**
 * The topic of a rollup.
 *
 * @param name {@code features.user_engagement}
 */
public record FeatureTopic(String name, TopicFormat format) implements Serializable {

  /** {@code features.user_engagement json}: names the topic and its form in state. */
  public String text() {
    return name + " " + format.name().toLowerCase(Locale.ROOT);
  }
}
