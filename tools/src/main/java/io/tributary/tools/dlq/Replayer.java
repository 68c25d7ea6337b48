package io.tributary.tools.dlq;

import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.RawRecord;
import java.time.Duration;
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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the replay topic in the given order, each under its own key, so that those of
 * one row keep theirs; some at a time, each time all of them or none.
 *
 * <p>There is one at a time for a replay topic, whoever runs it and wherever: a new one ends what
 * an earlier one has begun and not finished, and that one writes nothing more. So what the topic
 * holds once this is open is all that was ever replayed, and nothing is added but by this.
 */
final class Replayer implements AutoCloseable {

  /** Another replay has begun since; what this one has written so far stands. */
  static final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Overtaken(Throwable cause) {
      super(cause);
    }
  }

  private static final int BATCH = 500;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final KafkaAccess kafka;
  private final String topic;
  private final int perSecond;
  private final IntConsumer progress;
  private final KafkaProducer<byte[], byte[]> producer;

  private Replayer(KafkaAccess kafka, String topic, int perSecond, IntConsumer progress) {
    this.kafka = kafka;
    this.topic = topic;
    this.perSecond = perSecond;
    this.progress = progress;
    this.producer = kafka.producer(topic);
  }

  /**
   * Ends what another one has begun.
   *
   * @param perSecond 0 for as fast as it goes
   * @param progress is given how many have been written so far, while there are more
   */
  static Replayer open(KafkaAccess kafka, String topic, int perSecond, IntConsumer progress) {
    Replayer opened = new Replayer(kafka, topic, perSecond, progress);
    try {
      opened.producer.initTransactions();
      return opened;
    } catch (KafkaException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Writes them and waits until the brokers have acknowledged all.
   *
   * @throws KafkaException if some could not be written; those that progress was given have been
   */
  void write(List<Verdict> verdicts) {
    int partitions = kafka.partitions(topic).size();
    if (partitions == 0) {
      throw new KafkaException(
          "there is no topic " + topic + ": a job of this version creates it when it starts");
    }
    int batch = perSecond > 0 ? Math.min(perSecond, BATCH) : BATCH;
    long start = System.nanoTime();
    for (int from = 0; from < verdicts.size(); from += batch) {
      int to = Math.min(verdicts.size(), from + batch);
      pace(start, from);
      writeAll(verdicts.subList(from, to), partitions);
      if (to < verdicts.size()) {
        progress.accept(to);
      }
    }
  }

  private void pace(long start, int written) {
    if (perSecond > 0) {
      long due = start + written * NANOS_PER_SECOND / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
        if (Thread.interrupted()) {
          throw new InterruptException("between two records");
        }
      }
    }
  }

  private void writeAll(List<Verdict> verdicts, int partitions) {
    try {
      producer.beginTransaction();
      List<Future<?>> sent = new ArrayList<>();
      for (Verdict verdict : verdicts) {
        sent.add(producer.send(record(verdict, partitions)));
      }
      for (Future<?> each : sent) {
        each.get();
      }
      producer.commitTransaction();
    } catch (ExecutionException e) {
      throw overtakenOr(e.getCause(), new KafkaException("nothing more is written", e.getCause()));
    } catch (KafkaException e) {
      throw overtakenOr(e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private static RuntimeException overtakenOr(@Nullable Throwable cause, KafkaException otherwise) {
    return cause instanceof ProducerFencedException
            || cause instanceof InvalidProducerEpochException
        ? new Overtaken(cause)
        : otherwise;
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

  /** Leaves what is not finished to the next one, or to the brokers, who end it after a while. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
