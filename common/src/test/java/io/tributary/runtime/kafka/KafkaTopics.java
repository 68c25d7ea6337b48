package io.tributary.runtime.kafka;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.stack.KafkaBroker;
import io.tributary.testing.ClassFixture;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.RowChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker for the tests of a class. Writes to it what the connector would, and looks at what a job
 * wrote there.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls beforeAll first.
public final class KafkaTopics extends ClassFixture {

  private KafkaBroker broker;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @Override
  protected void start(Path directory) {
    broker = KafkaBroker.in(directory);
    broker.start();
    Map<String, Object> server = Map.of("bootstrap.servers", bootstrapServers());
    admin = Admin.create(server);
    producer = new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  protected void stop() {
    producer.close();
    admin.close();
    broker.close();
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Keeps the broker from doing anything, or lets it go on: {@code STOP}, {@code CONT}. */
  public void signal(String signal) throws Exception {
    String pid = Long.toString(broker.pid().orElseThrow());
    new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
  }

  public void create(String topic, int partitions) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
        .all()
        .get();
  }

  public void write(String topic, RowChange change) throws Exception {
    RawRecord record = DebeziumJson.record(change.event(), new Origin(topic, 0, 0));
    producer.send(new ProducerRecord<>(topic, record.key(), record.value())).get();
  }

  public void write(String topic, int partition, @Nullable String value) throws Exception {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, null, bytes)).get();
  }

  public void write(String topic, String key, String value) throws Exception {
    write(topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  public void write(String topic, byte[] key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get();
  }

  /** Commits an offset in each of a topic's partitions, as a job that came before would. */
  public void commit(String group, String topic, int partitions, long offset) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset));
    }
    admin.alterConsumerGroupOffsets(group, offsets).all().get();
  }

  /** Writes in a transaction that does not come to pass. */
  public void writeAborted(String topic, RowChange change) {
    RawRecord record = DebeziumJson.record(change.event(), new Origin(topic, 0, 0));
    try (KafkaProducer<byte[], byte[]> transactional =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", "aborts"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      transactional.send(new ProducerRecord<>(topic, record.key(), record.value()));
      transactional.flush();
      transactional.abortTransaction();
    }
  }

  /** Lets the records below an offset expire. */
  public void expire(String topic, int partition, long offset) throws Exception {
    TopicPartition expired = new TopicPartition(topic, partition);
    admin.deleteRecords(Map.of(expired, RecordsToDelete.beforeOffset(offset))).all().get();
  }

  /** What a group has committed in a topic, over all partitions. */
  public long committed(String group, String topic)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .map(Map.Entry::getValue)
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  /** The first {@code count} records of a topic with one partition. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (records.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }
}
