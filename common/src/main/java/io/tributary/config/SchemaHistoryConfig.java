package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The history of the tables' columns that the database writes; see docs/schema-history.md. */
public record SchemaHistoryConfig(
    @Doc("The topic of the connector's logical messages; <topic-prefix>.message by default.")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        @Nullable String topic,
    @Doc(
            value =
                "How long a record waits that does not fit what the history says so far of its"
                    + " table.",
            byDefault = "10s")
        Duration waitAtMost)
    implements Serializable {}
