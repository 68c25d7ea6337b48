package io.tributary.decode;

import static org.awaitility.Awaitility.await;

import io.tributary.event.RawRecord;
import io.tributary.stack.ConnectorStatus;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.SchemaRegistryServer;
import io.tributary.testing.TestCapture;
import io.tributary.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has a real connector write every type and every shape of event: the statements of {@code
 * envelopes/*.sql}, one connector for each recording.
 */
final class EnvelopeRecorder {

  /** A setting of no connector, which asks for Avro. */
  static final String AVRO = "avro";

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final List<String> TABLES =
      List.of(
          "types",
          "toasted",
          "unwritable",
          "toasted_full",
          "keyless",
          "pairs",
          "evolving",
          "generated",
          "Weird Name",
          "fence");

  private static final String SIGNALS =
      "create table signals_%s (id text primary key, type text, data text)";

  private static final String SNAPSHOT =
      """
      insert into signals_%s values ('1', 'execute-snapshot',
        '{"data-collections": ["public.pairs"], "type": "incremental"}')""";

  private final TestCapture capture;
  private final SchemaRegistryServer registry;
  private int fences;

  EnvelopeRecorder(TestCapture capture, SchemaRegistryServer registry) {
    this.capture = capture;
    this.registry = registry;
  }

  /** The records of each connector, topic by topic in their order. */
  Map<String, List<RawRecord>> record(Map<String, Map<String, String>> connectors)
      throws IOException, SQLException {
    execute(Recordings.text("tables.sql"));
    execute(Recordings.text("rows.sql").replace(":id", "0"));
    for (Map.Entry<String, Map<String, String>> connector : connectors.entrySet()) {
      execute(SIGNALS.formatted(connector.getKey()));
      startConnector(connector.getKey(), connector.getValue());
    }
    passFence(connectors);
    execute(Recordings.text("rows.sql").replace(":id", "100"));
    for (String transaction : Recordings.text("changes.sql").split("----\n", -1)) {
      execute(transaction);
    }
    for (String name : connectors.keySet()) {
      execute(SNAPSHOT.formatted(name));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> connectors.keySet().stream().allMatch(name -> hasEnded(read(name, "pairs"))));
    passFence(connectors);
    Map<String, List<RawRecord>> recordings = new HashMap<>();
    for (String name : connectors.keySet()) {
      recordings.put(name, everythingOf(name));
    }
    return recordings;
  }

  private void startConnector(String name, Map<String, String> settings) {
    DebeziumConnector connector =
        new DebeziumConnector(
                capture.postgres().server(),
                TestPostgres.DATABASE,
                name,
                TABLES.stream().map(table -> "public." + table).toList())
            .slot(name, "tributary")
            .partitions(1)
            .transactionMetadata(true)
            .with("message.prefix.include.list", ".*")
            .with("signal.data.collection", "public.signals_" + name)
            .heartbeat(Duration.ofSeconds(1), "select 1");
    if (settings.containsKey(AVRO)) {
      connector.avro(registry);
    }
    settings.forEach(connector::with);
    capture.capture(name, connector);
  }

  private void checkHealth(String name) {
    ConnectorStatus status = capture.connect().status(name);
    if (status.hasFailed()) {
      throw new IllegalStateException("connector " + name + " failed: " + status.error());
    }
  }

  /** The incremental snapshot reads the tables in turn; the last one's row is its end. */
  private static boolean hasEnded(List<RawRecord> pairs) {
    return pairs.stream()
        .anyMatch(
            record ->
                text(record.value()).contains("incremental")
                    || text(record.header("__snapshot")).contains("incremental"));
  }

  private static String text(byte @Nullable [] utf8) {
    return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
  }

  private void passFence(Map<String, Map<String, String>> connectors) throws SQLException {
    fences++;
    execute("insert into fence values (" + fences + ")");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                connectors.keySet().stream()
                    .allMatch(name -> read(name, "fence").size() >= fences));
  }

  private void execute(String sql) throws SQLException {
    capture.postgres().execute(sql);
  }

  private List<RawRecord> everythingOf(String name) {
    List<String> topics =
        capture.topics().stream()
            .filter(topic -> topic.startsWith(name + ".") || topic.endsWith("." + name))
            .filter(topic -> !topic.endsWith(".fence") && !topic.contains(".signals_"))
            .sorted()
            .toList();
    List<RawRecord> all = new ArrayList<>();
    for (String topic : topics) {
      boolean rows = topic.startsWith(name + ".public.");
      capture.records(topic).stream().limit(rows ? Long.MAX_VALUE : 4).forEach(all::add);
    }
    return all;
  }

  private List<RawRecord> read(String connector, String table) {
    checkHealth(connector);
    return capture.records(connector + ".public." + table);
  }
}
