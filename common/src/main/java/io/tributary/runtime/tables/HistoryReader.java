package io.tributary.runtime.tables;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.RawRecord;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.schema.SchemaHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of the schema history in a thread of its own: all that it holds when opened, and
 * from then on what follows as soon as it is written. A topic that does not exist is an empty
 * history until it does. No group, no offsets: each start reads it whole.
 */
public final class HistoryReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(60);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long LOOK_FOR_TOPIC_MILLIS = 3000;

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile SchemaHistory history = SchemaHistory.empty();
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;
  private boolean caughtUp;
  private Consumer<SchemaHistory> follower = any -> {};

  private HistoryReader(KafkaSourceConfig config) {
    topic = config.schemaHistoryTopic();
    consumer =
        new KafkaConsumer<>(
            properties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread = new Thread(this::run, "schema history " + topic);
    thread.setDaemon(true);
  }

  private static Properties properties(KafkaSourceConfig config) {
    Properties properties = new Properties();
    // An idle topic costs one request in five seconds; what is written is answered at once.
    properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5000");
    properties.putAll(config.properties());
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return properties;
  }

  /**
   * Opens a reader that has read all that is there.
   *
   * @throws IllegalStateException if that takes more than a minute
   */
  public static HistoryReader open(KafkaSourceConfig config) throws InterruptedException {
    HistoryReader reader = new HistoryReader(config);
    reader.thread.start();
    try {
      reader.awaitCaughtUp();
      return reader;
    } catch (InterruptedException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** What has been read so far. */
  public SchemaHistory history() {
    throwIfFailed();
    return history;
  }

  /** Passes a listener the history as it is, and again each time that it goes on. */
  public synchronized void listen(Consumer<SchemaHistory> listener) {
    follower = listener;
    listener.accept(history);
  }

  /**
   * Waits for more than a known history.
   *
   * @return whether there is more; false once the time is over
   */
  public synchronized boolean awaitMoreThan(SchemaHistory known, long deadlineNanos)
      throws InterruptedException {
    while (history == known && failure == null) {
      long nanos = deadlineNanos - System.nanoTime();
      if (nanos <= 0) {
        return false;
      }
      wait(nanos / 1_000_000 + 1);
    }
    throwIfFailed();
    return true;
  }

  private synchronized void awaitCaughtUp() throws InterruptedException {
    long deadline = System.nanoTime() + OPEN_WITHIN.toNanos();
    while (!caughtUp && failure == null) {
      long nanos = deadline - System.nanoTime();
      if (nanos <= 0) {
        throw new IllegalStateException(
            "cannot read the schema history "
                + topic
                + " within "
                + OPEN_WITHIN.toSeconds()
                + " seconds; check that the brokers are up");
      }
      wait(nanos / 1_000_000 + 1);
    }
    throwIfFailed();
  }

  private void throwIfFailed() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("cannot read the schema history " + topic, thrown);
    }
  }

  private void run() {
    try (consumer) {
      List<TopicPartition> partitions = awaitTopic();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!closed) {
        boolean atEnd = ends.entrySet().stream().allMatch(this::isBehind);
        if (atEnd) {
          sayCaughtUp();
        }
        add(consumer.poll(atEnd ? POLL : Duration.ofMillis(100)));
      }
    } catch (WakeupException e) {
      if (!closed) {
        fail(e);
      }
    } catch (RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(new IllegalStateException("interrupted", e));
    }
  }

  private boolean isBehind(Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) >= end.getValue();
  }

  /** Waits for the topic to exist; its absence is no reason for a job to wait, too. */
  private List<TopicPartition> awaitTopic() throws InterruptedException {
    while (true) {
      List<PartitionInfo> found = consumer.partitionsFor(topic);
      if (found != null && !found.isEmpty()) {
        return found.stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
      }
      sayCaughtUp();
      synchronized (this) {
        if (closed) {
          throw new WakeupException();
        }
        wait(LOOK_FOR_TOPIC_MILLIS);
      }
    }
  }

  private void add(ConsumerRecords<byte[], byte[]> records) {
    List<RawRecord> raw = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      raw.add(RawRecordSchema.raw(record));
    }
    SchemaHistory continued = history.with(raw);
    if (continued != history) {
      if (continued.unreadable() > history.unreadable()) {
        LOG.warn("{} has {} unreadable entries", topic, continued.unreadable());
      }
      synchronized (this) {
        history = continued;
        follower.accept(continued);
        notifyAll();
      }
    }
  }

  private synchronized void sayCaughtUp() {
    caughtUp = true;
    notifyAll();
  }

  private synchronized void fail(RuntimeException thrown) {
    failure = thrown;
    notifyAll();
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    consumer.wakeup();
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
