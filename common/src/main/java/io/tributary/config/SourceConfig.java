package io.tributary.config;

import io.tributary.config.binding.Doc;
import java.io.Serializable;

/** Where row changes come from. */
public record SourceConfig(
    @Doc("Topics that Debezium writes, one per table.") KafkaSourceConfig kafka)
    implements Serializable {}
