package io.tributary.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.RawRecord;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.ConnectorStatus;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Change data capture of a test class's own: PostgreSQL with the database {@code app}, a broker,
 * and a Connect worker whose connectors the tests choose.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestCapture extends ClassFixture {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestPostgres postgres = new TestPostgres();
  private final BiFunction<Path, KafkaBroker, ConnectWorker> worker;
  private KafkaBroker kafka;
  private ConnectWorker connect;

  public TestCapture() {
    this(ConnectWorker::in);
  }

  private TestCapture(BiFunction<Path, KafkaBroker, ConnectWorker> worker) {
    this.worker = worker;
  }

  /** With Debezium as it is released. */
  public static TestCapture unrepaired() {
    return new TestCapture(ConnectWorker::unrepaired);
  }

  public TestPostgres postgres() {
    return postgres;
  }

  public ConnectWorker connect() {
    return connect;
  }

  /** For example {@code 127.0.0.1:19092}. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Starts a connector, from where it was if there was one of the name. */
  public void capture(String connector, DebeziumConnector settings) {
    connect.putConnector(connector, settings.configuration());
    connect.awaitRunning(connector, PATIENCE);
  }

  /**
   * Waits until the first partition of a topic has so many records. A value at which the connector
   * fails would otherwise look like one that takes long.
   */
  public List<RawRecord> awaitRecords(String connector, String topic, int count) {
    return await(topic)
        .atMost(PATIENCE)
        .until(
            () -> {
              ConnectorStatus status = connect.status(connector);
              assertThat(status.hasFailed()).as("%s", status).isFalse();
              return records(topic);
            },
            records -> records.size() >= count);
  }

  /** All that is in the first partition of a topic, nothing if there is no such topic. */
  public List<RawRecord> records(String topic) {
    List<RawRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      if (consumer.listTopics().containsKey(topic)) {
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long end = Objects.requireNonNull(consumer.endOffsets(partitions).get(partitions.get(0)));
        while (consumer.position(partitions.get(0)) < end) {
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(record -> records.add(RawRecordSchema.raw(record)));
        }
      }
    }
    return records;
  }

  public Set<String> topics() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.listTopics().keySet();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Override
  protected void start(Path directory) {
    postgres.start(directory);
    kafka = KafkaBroker.in(directory);
    kafka.start();
    connect = worker.apply(directory, kafka);
    connect.start();
  }

  @Override
  protected void stop() {
    connect.close();
    kafka.close();
    postgres.stop();
  }
}
