package io.tributary.sandbox;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The one Debezium connector of the sandbox, configured from the pipeline. */
final class Connector {

  static final String NAME = "app";
  static final String SLOT = "tributary";

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private Connector() {}

  static Map<String, String> configuration(
      PostgresServer postgres, PipelineConfig config, Map<TableId, TableDescription> tables) {
    List<String> published =
        Stream.concat(tables.keySet().stream(), Stream.of(TableId.HEARTBEAT))
            .map(TableId::toString)
            .toList();
    List<String> keyless =
        tables.values().stream()
            .filter(table -> table.key().isEmpty())
            .map(table -> table.table().toString())
            .toList();
    return new DebeziumConnector(
            postgres,
            SourceDatabase.NAME,
            Objects.requireNonNull(config.source().kafka()).topicPrefix(),
            published)
        .slot(SLOT, SourceDatabase.PUBLICATION)
        .heartbeat(HEARTBEAT, SourceDatabase.BEAT)
        .inTotalOrder(keyless)
        // Distinguishes the rows that COPY writes under one LSN, where no key does.
        .transactionMetadata(!keyless.isEmpty())
        .configuration();
  }
}
