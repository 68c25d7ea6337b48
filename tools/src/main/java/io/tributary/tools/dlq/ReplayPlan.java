package io.tributary.tools.dlq;

import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.PayloadKey;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.tools.dlq.Verdict.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides which refused records can be replayed without touching newer state: one of which a later
 * record of the same key was taken cannot. A later one that was refused undecoded, and waits too,
 * does not stand in the way, because records are replayed in the order in which they lay. Records
 * without key belong to a table without key, where any later one is in the way. Nor can one of a
 * former epoch of the source: read now, it would stand above all that the present database writes.
 *
 * <p>Each partition is read once, from its first record in question to its end.
 */
final class ReplayPlan {

  private final KafkaAccess kafka;
  private final Map<String, PayloadKey> keys;
  private final String groupPrefix;
  private final int epoch;
  private final boolean tombstonesDelete;
  private final Set<Origin> pending = new HashSet<>();

  /**
   * @param config whose dead letters are in the box
   */
  ReplayPlan(KafkaAccess kafka, DeadLetterBox box, PipelineConfig config) {
    this.kafka = kafka;
    this.keys = DlqOptions.keys(config.deadLetters());
    this.groupPrefix = Objects.requireNonNull(config.source().kafka()).groupId() + "-";
    this.tombstonesDelete = config.wireFormat().tombstonesDelete();
    this.epoch = config.source().epoch();
    box.refused().stream()
        .filter(refused -> refused.isPending() && refused.isUndecoded())
        .forEach(refused -> pending.add(refused.origin()));
  }

  /** A verdict on each, those to be replayed of one partition in their order. */
  List<Verdict> of(List<Refused> selected) {
    Map<TopicPartition, List<Refused>> byPartition = new LinkedHashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Refused refused : selected) {
      if (refused.isPending() && refused.epoch() < epoch) {
        verdicts.add(new Verdict(refused, Outcome.SUPERSEDED, formerEpoch(refused), null));
      } else if (refused.isPending()) {
        Origin origin = refused.origin();
        TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
        byPartition.computeIfAbsent(partition, any -> new ArrayList<>()).add(refused);
      } else {
        verdicts.add(new Verdict(refused, Outcome.ALREADY_REPLAYED, "since it was refused", null));
      }
    }
    byPartition.forEach((partition, about) -> verdicts.addAll(verdicts(partition, about)));
    return verdicts;
  }

  private String formerEpoch(Refused refused) {
    return "it is of the source's epoch %d, and this is %d: not even --force lets it replace newer rows"
        .formatted(refused.epoch(), epoch);
  }

  private List<Verdict> verdicts(TopicPartition partition, List<Refused> about) {
    boolean exists = kafka.partitions(partition.topic()).contains(partition);
    long beginning = exists ? kafka.beginning(partition) : Long.MAX_VALUE;
    Scan scan = new Scan();
    List<Refused> kept = about.stream().filter(it -> it.origin().offset() >= beginning).toList();
    if (!kept.isEmpty()) {
      kept.forEach(it -> scan.wanted.add(it.origin().offset()));
      kafka.read(partition, kept.get(0).origin().offset(), scan::see);
    }
    Map<String, Map<TopicPartition, Long>> committed = committed(about);
    List<Verdict> verdicts = new ArrayList<>();
    for (Refused refused : about) {
      verdicts.add(
          refused.origin().offset() < beginning
              ? expired(refused, exists)
              : verdict(refused, partition, scan, committed));
    }
    return verdicts;
  }

  private Map<String, Map<TopicPartition, Long>> committed(List<Refused> about) {
    Set<String> groups = new HashSet<>();
    about.forEach(refused -> refused.jobs().forEach(job -> groups.add(groupPrefix + job)));
    return kafka.committed(groups);
  }

  private Verdict expired(Refused refused, boolean exists) {
    String why =
        exists
            ? "the topic no longer reaches back to it: newer state cannot be ruled out"
            : "its topic is not in this Kafka";
    return withCarried(refused, Outcome.EXPIRED, why);
  }

  private Verdict verdict(
      Refused refused,
      TopicPartition partition,
      Scan scan,
      Map<String, Map<TopicPartition, Long>> committed) {
    long offset = refused.origin().offset();
    RawRecord record = scan.records.get(offset);
    if (record == null) {
      String why = "it was compacted away, so there is a later record of its key";
      return withCarried(refused, Outcome.SUPERSEDED, why);
    } else if (!refused.isUndecoded()) {
      String why =
          "its change was taken and only "
              + refused.latest().letter().what().stage()
              + " could not use it: the next change of the row makes it right";
      return new Verdict(refused, Outcome.TAKEN, why, record);
    }
    Long later = scan.laterThan(offset, record.key());
    if (later != null) {
      String why = "a later record of its key was taken, at offset " + later;
      return new Verdict(refused, Outcome.SUPERSEDED, why, record);
    }
    for (String job : refused.jobs()) {
      Long read = committed.getOrDefault(groupPrefix + job, Map.of()).get(partition);
      if (read == null || read <= offset) {
        return new Verdict(refused, Outcome.NOT_CHECKPOINTED, notRead(job, read), record);
      }
    }
    return new Verdict(refused, Outcome.REPLAYED, "", record);
  }

  private static String notRead(String job, @Nullable Long read) {
    return read == null
        ? job
            + " has committed no offset of its partition, so it may not have read it;"
            + " if that job no longer exists, use --force"
        : job + " has no checkpoint behind it yet; try again soon";
  }

  /** The verdict on a record that only its letters may still have. */
  private Verdict withCarried(Refused refused, Outcome outcome, String why) {
    String missing = "no letter carries the record";
    for (KeptLetter kept : refused.letters()) {
      try {
        RawRecord record = kept.letter().record(keys).orElse(null);
        if (record != null) {
          return new Verdict(refused, outcome, why, record);
        }
      } catch (IllegalArgumentException noKey) {
        missing = String.valueOf(noKey.getMessage());
      }
    }
    return new Verdict(refused, outcome, why + "; not even --force replays it: " + missing, null);
  }

  /** What one pass over a partition has to find. */
  private final class Scan {

    private final Set<Long> wanted = new HashSet<>();
    private final Map<Long, RawRecord> records = new HashMap<>();
    private final Map<@Nullable ByteBuffer, TreeMap<Long, Boolean>> takenByKey = new HashMap<>();

    private void see(ConsumerRecord<byte[], byte[]> record) {
      if (wanted.contains(record.offset())) {
        records.put(record.offset(), RawRecordSchema.raw(record));
        takenByKey.computeIfAbsent(key(record.key()), any -> new TreeMap<>());
      }
      Origin origin = new Origin(record.topic(), record.partition(), record.offset());
      TreeMap<Long, Boolean> taken = takenByKey.get(key(record.key()));
      // Behind an envelope a tombstone only repeats the delete before it.
      boolean isChange = record.value() != null || tombstonesDelete;
      if (taken != null && isChange && !pending.contains(origin)) {
        taken.put(record.offset(), true);
      }
    }

    private @Nullable Long laterThan(long offset, byte @Nullable [] key) {
      TreeMap<Long, Boolean> taken = takenByKey.get(key(key));
      return taken == null ? null : taken.higherKey(offset);
    }

    private @Nullable ByteBuffer key(byte @Nullable [] key) {
      return key == null ? null : ByteBuffer.wrap(key);
    }
  }
}
