package io.tributary.sandbox;

import io.tributary.event.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until all that is committed in the database has gone through every job. Three facts in a
 * row make that certain: the connector has confirmed the log up to a fence, so that everything
 * before it lies in Kafka; the end offsets are read after that; and each job has completed a
 * checkpoint beyond these, before which its sinks flushed.
 */
final class CatchUp {

  private static final Duration PATIENCE_WITHOUT_PROGRESS = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Database database;
  private final String slot;
  private final Admin kafka;
  private final List<Reader> readers;

  CatchUp(Database database, String slot, Admin kafka, List<Reader> readers) {
    this.database = database;
    this.slot = slot;
    this.kafka = kafka;
    this.readers = readers;
  }

  /** A job's consumer group and the topics of the tables that it reads. */
  record Reader(String job, String group, Set<String> topics) {}

  /** Opens connections to the source database. */
  @FunctionalInterface
  interface Database {
    Connection connect() throws SQLException;
  }

  /**
   * @throws IllegalStateException if nothing moves for three minutes; it names what did not
   */
  void await() throws SQLException, ExecutionException, InterruptedException {
    try (Connection connection = database.connect()) {
      Lsn fence = currentLsn(connection);
      new Wait("the connector to confirm the log up to " + fence)
          .until(() -> remainingLog(connection, fence));
    }
    awaitJobs();
  }

  /** The same for what lies in Kafka already. */
  void awaitJobs() throws SQLException, ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = endOffsets();
    for (Reader reader : readers) {
      new Wait(reader.job() + " to complete a checkpoint at the end of its topics")
          .until(() -> progress(reader, ends).left());
    }
  }

  /**
   * How far a job's last completed checkpoint has come.
   *
   * @param consumed records behind it
   * @param left records in the topics that are not
   */
  record Progress(long consumed, long left) {}

  /** Progress by job, in the order of the readers. */
  Map<String, Progress> progress() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = endOffsets();
    Map<String, Progress> progress = new LinkedHashMap<>();
    for (Reader reader : readers) {
      progress.put(reader.job(), progress(reader, ends));
    }
    return progress;
  }

  private Lsn currentLsn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()::text")) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  private long remainingLog(Connection connection, Lsn fence) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT greatest(0, ?::pg_lsn - confirmed_flush_lsn)::bigint"
                + " FROM pg_replication_slots WHERE slot_name = ?")) {
      statement.setString(1, fence.toString());
      statement.setString(2, slot);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("the replication slot " + slot + " is gone");
        }
        return row.getLong(1);
      }
    }
  }

  private Map<TopicPartition, Long> endOffsets() throws ExecutionException, InterruptedException {
    List<String> names = kafka.listTopics().names().get().stream().filter(this::isRead).toList();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    kafka
        .describeTopics(names)
        .allTopicNames()
        .get()
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(
                        partition ->
                            latest.put(
                                new TopicPartition(name, partition.partition()),
                                OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    kafka
        .listOffsets(latest)
        .all()
        .get()
        .forEach((partition, result) -> ends.put(partition, result.offset()));
    return ends;
  }

  private boolean isRead(String topic) {
    return readers.stream().anyMatch(reader -> reader.topics().contains(topic));
  }

  private Progress progress(Reader reader, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        kafka.listConsumerGroupOffsets(reader.group()).partitionsToOffsetAndMetadata().get();
    long consumed = 0;
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (reader.topics().contains(end.getKey().topic())) {
        OffsetAndMetadata offset = committed.get(end.getKey());
        long position = offset == null ? 0 : offset.offset();
        consumed += position;
        left += Math.max(0, end.getValue() - position);
      }
    }
    return new Progress(consumed, left);
  }

  /** What is left to do, in whatever unit: 0 when it is done. */
  @FunctionalInterface
  private interface Remaining {
    long get() throws SQLException, ExecutionException, InterruptedException;
  }

  private record Wait(String what) {

    void until(Remaining remaining) throws SQLException, ExecutionException, InterruptedException {
      long least = Long.MAX_VALUE;
      long lastProgress = System.nanoTime();
      for (long left = remaining.get(); left > 0; left = remaining.get()) {
        if (left < least) {
          least = left;
          lastProgress = System.nanoTime();
        } else if (System.nanoTime() - lastProgress > PATIENCE_WITHOUT_PROGRESS.toNanos()) {
          throw new IllegalStateException("gave up waiting for " + what + ": " + left + " left");
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }
}
