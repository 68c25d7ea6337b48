package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.time.Duration;

/** How the topics of all rollups are written. */
public record FeatureTopicsConfig(
    @Doc(
            value =
                "At least once, as soon as Redis has the value; or exactly once, in transactions"
                    + " that end with each checkpoint, for readers with isolation.level"
                    + " read_committed.",
            byDefault = "at-least-once")
        Delivery delivery,
    @Doc(
            value =
                "How long a transaction may stay open: longer than the checkpoint interval and its"
                    + " timeout together, and no longer than the brokers'"
                    + " transaction.max.timeout.ms.",
            byDefault = "15m")
        Duration transactionTimeout)
    implements Serializable, Checked {

  /** How often a reader can see one record. */
  public enum Delivery {
    /** Again after a restart. */
    AT_LEAST_ONCE,
    /** Once. */
    EXACTLY_ONCE
  }

  /** At least once. */
  public static final FeatureTopicsConfig DEFAULT =
      new FeatureTopicsConfig(Delivery.AT_LEAST_ONCE, Duration.ofMinutes(15));

  @Override
  public void check(Place place) {
    if (transactionTimeout.isZero()) {
      place.at("transaction-timeout").report("is zero", "write 15m or so");
    }
  }
}
