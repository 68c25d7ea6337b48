package io.tributary.tools.dlq;

import io.tributary.deadletter.Letter;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.Origin;
import io.tributary.runtime.kafka.RawRecordSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Everything in the topic of dead letters, and which of it was replayed: what the replay topic
 * holds is the only record of that, so that a replay that was cut off is never counted and one that
 * was written is never forgotten.
 *
 * @param topic where the letters are
 * @param exists whether there is such a topic
 * @param refused ordered by origin, so that those of one partition are in its order
 * @param notLetters how many records of the topic are no letters
 */
record DeadLetterBox(String topic, boolean exists, List<Refused> refused, int notLetters) {

  private static final Comparator<Refused> BY_ORIGIN =
      Comparator.<Refused, String>comparing(refused -> refused.origin().topic())
          .thenComparing(refused -> refused.origin().partition())
          .thenComparing(refused -> refused.origin().offset());

  static DeadLetterBox read(KafkaAccess kafka, String topic) {
    Map<Origin, List<KeptLetter>> letters = new HashMap<>();
    int[] notLetters = new int[1];
    kafka.readAll(
        topic,
        record -> {
          try {
            KeptLetter kept = kept(record);
            letters.computeIfAbsent(kept.letter().origin(), any -> new ArrayList<>()).add(kept);
          } catch (IllegalArgumentException noLetter) {
            notLetters[0]++;
          }
        });
    Map<Origin, Integer> replays = replays(kafka, ReplayHeaders.topic(topic));
    List<Refused> refused = new ArrayList<>();
    letters.forEach(
        (origin, about) -> {
          about.sort(Comparator.comparing(KeptLetter::at));
          refused.add(new Refused(origin, about, replays.getOrDefault(origin, 0)));
        });
    refused.sort(BY_ORIGIN);
    boolean exists = !kafka.partitions(topic).isEmpty();
    return new DeadLetterBox(topic, exists, refused, notLetters[0]);
  }

  /** For people, why none of it is listed. */
  String ofNone() {
    if (!exists) {
      return "no dead letters: there is no topic %s, which a job creates when it starts"
          .formatted(topic);
    }
    return refused.isEmpty()
        ? "no dead letters in " + topic
        : "none of the %d refused records in %s is asked for".formatted(refused.size(), topic);
  }

  private static KeptLetter kept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException("a record without value");
    }
    return new KeptLetter(
        Letter.parse(record.value()),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()));
  }

  private static Map<Origin, Integer> replays(KafkaAccess kafka, String topic) {
    Map<Origin, Integer> attempts = new HashMap<>();
    kafka.readAll(
        topic,
        record -> {
          var raw = RawRecordSchema.raw(record);
          Origin origin = ReplayHeaders.origin(raw);
          if (origin != null) {
            attempts.merge(origin, ReplayHeaders.attempt(raw), Math::max);
          }
        });
    return attempts;
  }
}
