package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.PipelineConfig;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.stack.SchemaRegistryServer;
import io.tributary.testing.TestCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that real connectors still write what was recorded, and that the database describes the
 * tables as {@code envelopes/pipeline.yaml} does. With {@code -Dtributary.record=true} it records
 * anew, into the sources, for a person to look at what changed.
 */
class EnvelopeRecordingIT {

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();

  private static final Map<String, String> SCHEMAS =
      Map.of("key.converter.schemas.enable", "true", "value.converter.schemas.enable", "true");

  /** The project's own settings, the same with schemas, Debezium's defaults; then other forms. */
  private static final Map<String, Map<String, String>> CONNECTORS =
      Map.of(
          "plain", Map.of(),
          "schemas", SCHEMAS,
          "defaults", debeziumsDefaults(),
          "avro", Map.of(EnvelopeRecorder.AVRO, ""),
          "flat", flattened(Map.of(), "rewrite", "fields"),
          "flatkeys", flattened(SCHEMAS, "delete-to-tombstone", "headers"),
          "flatavro",
              flattened(Map.of(EnvelopeRecorder.AVRO, ""), "rewrite-with-tombstone", "fields"));

  private static Map<String, String> flattened(
      Map<String, String> more, String deletes, String added) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("transforms", "flatten");
    settings.put("transforms.flatten.type", "io.debezium.transforms.ExtractNewRecordState");
    settings.put("transforms.flatten.delete.tombstone.handling.mode", deletes);
    // By default a NULL in a column that has a default becomes that default.
    settings.put("transforms.flatten.replace.null.with.default", "false");
    settings.put(
        "transforms.flatten.add." + added,
        "op,schema,table,lsn,sequence,txId,snapshot,source.ts_us,transaction.total_order");
    return settings;
  }

  private static Map<String, String> debeziumsDefaults() {
    Map<String, String> settings = new HashMap<>(SCHEMAS);
    settings.put("table.include.list", "public.*");
    settings.put("decimal.handling.mode", "precise");
    settings.put("interval.handling.mode", "numeric");
    settings.put("time.precision.mode", "adaptive");
    settings.put("hstore.handling.mode", "map");
    settings.put("event.converting.failure.handling.mode", "warn");
    return settings;
  }

  @Test
  void recordsWhatWasRecordedBefore(@TempDir Path directory) throws Exception {
    try (SchemaRegistryServer server = SchemaRegistryServer.in(directory)) {
      server.start();
      SchemaRegistry registry = registry(server.url());
      Map<String, List<RawRecord>> recordings =
          new EnvelopeRecorder(CAPTURE, server).record(CONNECTORS);

      assertThat(catalog()).isEqualTo(RecordedTables.describe());
      if (Boolean.getBoolean("tributary.record")) {
        Files.write(
            resource(RecordedSchemas.FILE), RecordedSchemas.format(recordings.values(), registry));
      }
      for (String name : CONNECTORS.keySet()) {
        if (Boolean.getBoolean("tributary.record")) {
          write(name, recordings.get(name));
        } else {
          assertThat(decoded(name, recordings.get(name), registry))
              .as(name)
              .isEqualTo(decoded(name, Recordings.of(name), RecordedSchemas.REGISTRY));
        }
      }
    }
  }

  private static SchemaRegistry registry(String url) {
    return new HttpSchemaRegistry(
        new SchemaRegistryConfig(new ConnectionUrl(url), null, null),
        Duration.ofSeconds(10),
        () -> {});
  }

  private static Map<String, List<String>> decoded(
      String name, List<RawRecord> records, SchemaRegistry registry) throws IOException {
    return RecordedChanges.told(RecordedChanges.of(name, records, registry));
  }

  private static Map<TableId, TableDescription> catalog() throws IOException {
    String pipeline =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: plain } }
        database: %s
        tables:
        %s"""
            .formatted(
                CAPTURE.postgres().yaml(),
                RecordedTables.describe().keySet().stream()
                    .map(table -> "  \"" + table + "\": {}\n")
                    .collect(Collectors.joining()));
    Map<TableId, TableDescription> described =
        new HashMap<>(SourceCatalog.describe(PipelineConfig.parse(pipeline)));
    described.remove(TableId.HEARTBEAT);
    described.replaceAll((table, description) -> withoutNumbers(description));
    return described;
  }

  /** A file cannot tell the columns' numbers. */
  private static TableDescription withoutNumbers(TableDescription described) {
    return new TableDescription(
        described.table(),
        RowSchema.of(
            described.columns().columns().stream()
                .map(column -> new RowSchema.Column(column.name(), column.type()))
                .toList()),
        described.key(),
        described.fullIdentity(),
        described.opaque(),
        described.structured(),
        described.withoutPlaceholder(),
        false);
  }

  private static void write(String name, List<RawRecord> records) throws IOException {
    List<String> lines = new ArrayList<>();
    for (RawRecord record : records) {
      lines.add(Recordings.format(record));
    }
    Files.write(resource(name + ".jsonl"), lines);
  }

  private static Path resource(String file) {
    return Path.of(
        System.getProperty("tributary.home"), "common/src/test/resources/envelopes", file);
  }
}
