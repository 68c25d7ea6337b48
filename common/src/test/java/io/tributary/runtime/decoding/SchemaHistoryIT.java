package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.wire.WireFormat;
import io.tributary.runtime.tables.HistoryReader;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * DDL in mid-stream, from a real database through the connector: each row is decoded to what the
 * database wrote, while it happens, after the connector was away from it, and in every replay. No
 * catalog is read; the history is all. {@code -Dtributary.seed} repeats a run, {@code
 * -Dtributary.long=true} makes it ten times as long.
 */
@Timeout(240)
class SchemaHistoryIT {

  private static final int PARTITIONS = 3;
  private static final int CHANGES = Boolean.getBoolean("tributary.long") ? 400 : 40;

  @TempDir static Path directory;
  private static PostgresServer postgres;
  private static KafkaBroker kafka;
  private static ConnectWorker connect;

  private final AtomicInteger waits = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresServer.in(directory);
    kafka = KafkaBroker.in(directory);
    connect = ConnectWorker.in(directory, kafka);
    postgres.start();
    kafka.start();
    connect.start();
    postgres.createDatabase("app");
    execute("CREATE PUBLICATION tributary");
    execute(HistoryScripts.functions("tributary"));
    execute(HistoryScripts.triggers());
    execute(AlteredTable.CREATE);
  }

  @AfterAll
  static void stop() {
    connect.close();
    kafka.close();
    postgres.close();
  }

  @Test
  void decodesEachRowAsItsTransactionHadTheTable() throws Exception {
    long seed = Long.getLong("tributary.seed", System.nanoTime());
    System.out.println("-Dtributary.seed=" + seed);
    try (Connection writing = postgres.connect("app");
        Connection looking = postgres.connect("app")) {
      AlteredTable table = new AlteredTable(writing, new Random(seed));
      table.create();
      table.write();
      // The snapshot shows what is there, and not how it came to be.
      execute("DELETE FROM truth WHERE v NOT IN (SELECT v FROM t)");
      startConnector();
      publishState();

      connect.delete("app");
      migrate(table);
      startConnector();

      AlteredRows rows = new AlteredRows(looking);
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> migrate(table));
      try (DescribedDecoder decoder = open()) {
        rows.read(kafka.bootstrapServers(), PARTITIONS, decoder, writer::isDone);
      }
      writer.join();
      assertThat(rows.differences())
          .as("while it happened, seed %s; %s", seed, connect.status("app"))
          .isEmpty();
      System.out.printf("%d rows, %d waited%n", rows.count(), waits.getAndSet(0));

      try (DescribedDecoder decoder = open()) {
        rows.read(kafka.bootstrapServers(), PARTITIONS, decoder, () -> true);
      }
      assertThat(rows.differences()).as("replayed from the start, seed %s", seed).isEmpty();
      assertThat(waits).as("the history was read before").hasValue(0);
    }
    checkTopic();
  }

  private static void checkTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "app.message");
      var settings = admin.describeConfigs(List.of(topic)).values().get(topic);
      assertThat(Objects.requireNonNull(settings).get().get("retention.ms").value())
          .isEqualTo("-1");
      var topics = admin.describeTopics(List.of("app.message")).topicNameValues();
      assertThat(Objects.requireNonNull(topics.get("app.message")).get().partitions()).hasSize(1);
    }
  }

  private static void startConnector() {
    DebeziumConnector connector =
        new DebeziumConnector(postgres, "app", "app", List.of("public.t"))
            .partitions(PARTITIONS)
            .heartbeat(Duration.ofMillis(500), "SELECT 1");
    connect.putConnector("app", connector.configuration());
    connect.awaitRunning("app", Duration.ofSeconds(60));
  }

  /** A slot carries nothing older than itself. */
  private static void publishState() throws Exception {
    await().atMost(Duration.ofSeconds(60)).until(SchemaHistoryIT::isSlotReady);
    execute("SELECT tributary.publish_schema()");
    try (HistoryReader reader =
        HistoryReader.open(Objects.requireNonNull(config().source().kafka()))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !reader.history().isEmpty());
    }
  }

  private static void migrate(AlteredTable table) {
    try {
      for (int i = 0; i < CHANGES / 2; i++) {
        table.change();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private DescribedDecoder open() throws InterruptedException {
    PipelineConfig config = config();
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix("app");
    return DescribedDecoder.open(
        config,
        config.source().kafka(),
        tables -> ChangeEventDecoder.of(tables, format),
        waits::incrementAndGet);
  }

  private static PipelineConfig config() {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: app } }
        tables: { public.t: {} }
        """
            .formatted(kafka.bootstrapServers()));
  }

  private static boolean isSlotReady() throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT FROM pg_replication_slots WHERE confirmed_flush_lsn IS NOT NULL")) {
      return row.next();
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
