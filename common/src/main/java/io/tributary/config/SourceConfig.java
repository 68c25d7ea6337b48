package io.tributary.config;

import io.tributary.config.binding.Doc;
import java.io.Serializable;

/** Where row changes come from. */
public record SourceConfig(
    @Doc("Topics that Debezium writes, one per table.") KafkaSourceConfig kafka,
    @Doc(
            value =
                "Rises by one when the database is restored or replaced, so that its positions in"
                    + " the log start anew; see docs/order-and-replays.md.",
            byDefault = "0")
        int epoch)
    implements Serializable {}
