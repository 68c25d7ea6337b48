package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.runtime.tables.HistoryReader;
import io.tributary.testing.TestCapture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();
  private static final CapturedTable TABLE = new CapturedTable(CAPTURE);

  private final AtomicInteger waits = new AtomicInteger();

  @BeforeAll
  static void create() throws SQLException {
    TABLE.install();
    CAPTURE.postgres().execute(AlteredTable.CREATE);
  }

  @Test
  void decodesEachRowAsItsTransactionHadTheTable() throws Exception {
    long seed = Long.getLong("tributary.seed", System.nanoTime());
    System.out.println("-Dtributary.seed=" + seed);
    try (Connection writing = CAPTURE.postgres().connect();
        Connection looking = CAPTURE.postgres().connect()) {
      AlteredTable table = new AlteredTable(writing, new Random(seed));
      table.create();
      table.write();
      // The snapshot shows what is there, and not how it came to be.
      CAPTURE.postgres().execute("DELETE FROM truth WHERE v NOT IN (SELECT v FROM t)");
      TABLE.capture(PARTITIONS);
      publishState();

      TABLE.leave();
      migrate(table);
      TABLE.capture(PARTITIONS);

      AlteredRows rows = new AlteredRows(looking);
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> migrate(table));
      try (DescribedDecoder decoder = TABLE.decoder(waits::incrementAndGet)) {
        rows.read(CAPTURE.bootstrapServers(), PARTITIONS, decoder, writer::isDone);
      }
      writer.join();
      assertThat(rows.differences())
          .as(
              "while it happened, seed %s; %s",
              seed, CAPTURE.connect().status(CapturedTable.CONNECTOR))
          .isEmpty();
      System.out.printf("%d rows, %d waited%n", rows.count(), waits.getAndSet(0));

      try (DescribedDecoder decoder = TABLE.decoder(waits::incrementAndGet)) {
        rows.read(CAPTURE.bootstrapServers(), PARTITIONS, decoder, () -> true);
      }
      assertThat(rows.differences()).as("replayed from the start, seed %s", seed).isEmpty();
      assertThat(waits).as("the history was read before").hasValue(0);
    }
    checkTopic();
  }

  private static void checkTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", CAPTURE.bootstrapServers()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "app.message");
      var settings = admin.describeConfigs(List.of(topic)).values().get(topic);
      assertThat(Objects.requireNonNull(settings).get().get("retention.ms").value())
          .isEqualTo("-1");
      var topics = admin.describeTopics(List.of("app.message")).topicNameValues();
      assertThat(Objects.requireNonNull(topics.get("app.message")).get().partitions()).hasSize(1);
    }
  }

  /** A slot carries nothing older than itself. */
  private static void publishState() throws Exception {
    await().atMost(Duration.ofSeconds(60)).until(SchemaHistoryIT::isSlotReady);
    CAPTURE.postgres().execute("SELECT tributary.publish_schema()");
    try (HistoryReader reader =
        HistoryReader.open(Objects.requireNonNull(TABLE.pipeline().source().kafka()))) {
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

  private static boolean isSlotReady() throws SQLException {
    String ready =
        "SELECT count(*) FROM pg_replication_slots WHERE confirmed_flush_lsn IS NOT NULL";
    return !CAPTURE.postgres().ask(ready).equals("0");
  }
}
