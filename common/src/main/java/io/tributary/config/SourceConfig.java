package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where row changes come from: one of the two. */
public record SourceConfig(
    @Doc("Topics that Debezium writes, one per table.") @Nullable KafkaSourceConfig kafka,
    @Doc("The source database itself, without Kafka.") @Nullable PostgresSourceConfig postgres,
    @Doc(
            value =
                "Rises by one when the database is restored or replaced, so that its positions in"
                    + " the log start over; see docs/order-and-replays.md.",
            byDefault = "0")
        int epoch,
    @Doc(
            value =
                "Whether rows that a complete snapshot no longer shows are deleted. Say false where"
                    + " the connector's snapshots leave rows out; see docs/order-and-replays.md.",
            byDefault = "true")
        Boolean endUnseenRows)
    implements Serializable, Checked {

  /**
   * The name that topics begin with, those in Kafka or those that the records of a database are
   * given: {@code <prefix>.<schema>.<table>}.
   */
  public String topicPrefix() {
    if (kafka != null) {
      return kafka.topicPrefix();
    } else if (postgres != null) {
      return postgres.slot();
    }
    throw new IllegalStateException("a pipeline without a source is not valid");
  }

  @Override
  public void check(Place place) {
    if (place.has("kafka") && place.has("postgres")) {
      place.report("has kafka and postgres", "leave one out; kafka at the top is for results");
    } else if (!place.has("kafka") && !place.has("postgres") && !place.at("kafka").isReported()) {
      place.report("has no source", "give kafka or postgres");
    }
  }
}
