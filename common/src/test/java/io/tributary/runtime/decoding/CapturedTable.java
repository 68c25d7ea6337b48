package io.tributary.runtime.decoding;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.wire.WireFormat;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.ConnectorStatus;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The table {@code public.t} of a database that reports its DDL, and a connector that captures it,
 * to be registered as a static extension. The test creates the table, and publishes it in {@code
 * tributary}.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
final class CapturedTable implements BeforeAllCallback, AfterAllCallback {

  private static final String NAME = "app";

  private Path directory;
  private PostgresServer postgres;
  private KafkaBroker kafka;
  private ConnectWorker connect;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    directory = Files.createTempDirectory("captured");
    postgres = PostgresServer.in(directory);
    kafka = KafkaBroker.in(directory);
    connect = ConnectWorker.in(directory, kafka);
    postgres.start();
    kafka.start();
    connect.start();
    postgres.createDatabase(NAME);
    execute("CREATE PUBLICATION tributary");
    execute(HistoryScripts.functions("tributary"));
    execute(HistoryScripts.triggers());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    connect.close();
    kafka.close();
    postgres.close();
    FileUtils.deleteDirectory(directory.toFile());
  }

  /** Starts the connector, from where it was if there was one. */
  void capture(int partitions) {
    DebeziumConnector connector =
        new DebeziumConnector(postgres, NAME, NAME, List.of("public.t"))
            .partitions(partitions)
            .heartbeat(Duration.ofMillis(500), "SELECT 1");
    connect.putConnector(NAME, connector.configuration());
    connect.awaitRunning(NAME, Duration.ofSeconds(60));
  }

  /** Takes the connector away; its slot stays. */
  void leave() {
    connect.delete(NAME);
  }

  ConnectorStatus connector() {
    return connect.status(NAME);
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  Connection connect() throws SQLException {
    return postgres.connect(NAME);
  }

  void execute(String... statements) throws SQLException {
    postgres.execute(NAME, statements);
  }

  String ask(String sql) throws SQLException {
    return postgres.ask(NAME, sql);
  }

  /** A pipeline that knows of the history and of no catalog. */
  PipelineConfig pipeline() {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: %s } }
        tables: { public.t: {} }
        """
            .formatted(kafka.bootstrapServers(), NAME));
  }

  DescribedDecoder decoder(Runnable onWait) throws InterruptedException {
    PipelineConfig config = pipeline();
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix(NAME);
    return DescribedDecoder.open(
        config, config.source().kafka(), tables -> ChangeEventDecoder.of(tables, format), onWait);
  }
}
