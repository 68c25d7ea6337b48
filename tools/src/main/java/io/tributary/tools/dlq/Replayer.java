package io.tributary.tools.dlq;

import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes records to the replay topic in the given order, each under its own key, so that those of
 * one row keep theirs.
 */
final class Replayer {

  private static final int BATCH = 500;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String topic;
  private final int perSecond;
  private final IntConsumer progress;

  /**
   * @param perSecond 0 for as fast as it goes
   * @param progress is told how many have been acknowledged so far
   */
  Replayer(String topic, int perSecond, IntConsumer progress) {
    this.topic = topic;
    this.perSecond = perSecond;
    this.progress = progress;
  }

  /**
   * Writes them and waits until the brokers have acknowledged all.
   *
   * @throws KafkaException if one could not be written; those before it have been
   */
  void write(KafkaAccess kafka, List<Verdict> verdicts) {
    int partitions = kafka.partitions(topic).size();
    if (partitions == 0) {
      throw new KafkaException(
          "there is no topic " + topic + ": a job of this version creates it when it starts");
    }
    long start = System.nanoTime();
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = kafka.producer()) {
      for (int i = 0; i < verdicts.size(); i++) {
        pace(start, i);
        sent.add(producer.send(record(verdicts.get(i), partitions)));
        if (sent.size() == BATCH || perSecond > 0 && sent.size() == perSecond) {
          await(sent);
          progress.accept(i + 1);
        }
      }
      await(sent);
    }
  }

  private void pace(long start, int written) {
    if (perSecond > 0) {
      long due = start + written * NANOS_PER_SECOND / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(Verdict verdict, int partitions) {
    RawRecord original = Objects.requireNonNull(verdict.record());
    Integer partition =
        original.key() == null
            ? (Integer) Math.floorMod(original.origin().topic().hashCode(), partitions)
            : null;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, original.key(), original.value());
    int attempt = verdict.refused().replays() + 1;
    for (RawRecord.Header header :
        ReplayHeaders.with(original, verdict.refused().epoch(), attempt)) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }

  private static void await(List<Future<?>> sent) {
    try {
      for (Future<?> each : sent) {
        each.get();
      }
      sent.clear();
    } catch (ExecutionException e) {
      throw new KafkaException("a record could not be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
