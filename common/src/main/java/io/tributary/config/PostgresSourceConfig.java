package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.time.Duration;

/** The source database read without Kafka, through a replication slot of this job's own. */
public record PostgresSourceConfig(
    @Doc(
            "The replication slot. It is created when the job first starts, and every job needs"
                + " one of its own.")
        @Matches(value = "[a-z0-9_]{1,63}", words = "lower-case letters, digits and _")
        String slot,
    @Doc("The publication, which holds the tables and tributary.heartbeat.")
        @Matches(value = "[a-z_][a-z0-9_]{0,62}", words = "lower-case letters, digits and _")
        String publication,
    @Doc(
            value = "How often the row of tributary.heartbeat is touched while nothing changes.",
            byDefault = "5s")
        Duration heartbeatEvery,
    @Doc(
            value =
                "Accepts what docs/direct-mode.md says about the connector: true. Without it the"
                    + " job does not start.",
            byDefault = "false")
        Boolean acceptKnownDefects)
    implements Serializable, Checked {

  @Override
  public void check(Place place) {
    if (!acceptKnownDefects) {
      place
          .at("accept-known-defects")
          .report(
              "is needed: direct mode rests on Flink CDC 3.5, which drops changes after a restart"
                  + " and around its snapshot, leaks slots, and takes an old savepoint without a"
                  + " word; what is done against it is young",
              "read docs/direct-mode.md and write accept-known-defects: true, or read from Kafka");
    }
  }
}
