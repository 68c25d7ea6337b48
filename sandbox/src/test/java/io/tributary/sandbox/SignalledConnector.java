package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.tools.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The sandbox's connector, which takes signals through a topic and reads tables in small chunks.
 */
final class SignalledConnector {

  static final TableId SIGNALS = new TableId("public", "debezium_signal");

  private static final String TOPIC = "signals";
  private static final Duration START = Duration.ofMinutes(2);

  private final PostgresServer postgres;
  private final SourceDatabase database;
  private final KafkaBroker kafka;
  private final ConnectWorker connect;

  SignalledConnector(
      PostgresServer postgres, SourceDatabase database, KafkaBroker kafka, ConnectWorker connect) {
    this.postgres = postgres;
    this.database = database;
    this.kafka = kafka;
    this.connect = connect;
  }

  void createTopic(Admin admin) throws Exception {
    admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
  }

  void createTable() throws SQLException {
    database.execute("CREATE TABLE debezium_signal (id text PRIMARY KEY, type text, data text)");
  }

  void start(PipelineConfig config, Map<TableId, TableDescription> tables) throws Exception {
    Map<String, String> settings = new HashMap<>(Connector.configuration(postgres, config, tables));
    settings.put("signal.data.collection", SIGNALS.toString());
    settings.put("incremental.snapshot.chunk.size", "50");
    settings.put("signal.enabled.channels", "source,kafka");
    settings.put("signal.kafka.topic", TOPIC);
    settings.put("signal.kafka.bootstrap.servers", kafka.bootstrapServers());
    connect.putConnector(Connector.NAME, settings);
    connect.awaitRunning(Connector.NAME, START);
    database.publishSchema(Connector.SLOT);
  }

  void pause() {
    connect.pause(Connector.NAME);
  }

  /** Sends what {@code tributary rollup signal --kafka} prints. */
  void signal(Path pipeline, String rollup) throws Exception {
    StringWriter said = new StringWriter();
    int exit =
        TributaryCommand.commandLine()
            .setOut(new PrintWriter(said))
            .execute("rollup", "signal", rollup, "--pipeline", pipeline.toString(), "--kafka");
    assertThat(exit).isZero();
    String[] signal = said.toString().strip().split("\\|", 2);
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, signal[0], signal[1])).get();
    }
  }

  /** How many chunks of tables it has begun to read. */
  long chunksRead() throws SQLException {
    return Long.parseLong(
        postgres.ask(
            SourceDatabase.NAME,
            "SELECT count(*) FROM debezium_signal WHERE type = 'snapshot-window-open'"));
  }
}
