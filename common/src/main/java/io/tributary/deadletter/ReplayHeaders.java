package io.tributary.deadletter;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a replayed record says which record it repeats: {@code tributary.replay.topic}, {@code
 * .partition} and {@code .offset} of the original, {@code .epoch}, that of the source to which it
 * belongs, and {@code .attempt}, 1 for its first replay.
 */
public final class ReplayHeaders {

  private static final String PREFIX = "tributary.replay.";
  private static final String TOPIC = PREFIX + "topic";
  private static final String PARTITION = PREFIX + "partition";
  private static final String OFFSET = PREFIX + "offset";
  private static final String EPOCH = PREFIX + "epoch";
  private static final String ATTEMPT = PREFIX + "attempt";

  private ReplayHeaders() {}

  /** The topic whose records the jobs take for those that they name. */
  public static String topic(String deadLetterTopic) {
    return deadLetterTopic + ".replay";
  }

  /** The record's own headers and these. */
  public static List<RawRecord.Header> with(RawRecord original, int epoch, int attempt) {
    List<RawRecord.Header> headers = new ArrayList<>(without(original.headers()));
    Origin origin = original.origin();
    headers.add(header(TOPIC, origin.topic()));
    headers.add(header(PARTITION, Integer.toString(origin.partition())));
    headers.add(header(OFFSET, Long.toString(origin.offset())));
    headers.add(header(EPOCH, Integer.toString(epoch)));
    headers.add(header(ATTEMPT, Integer.toString(attempt)));
    return headers;
  }

  /** What a record was sent with. */
  static List<RawRecord.Header> without(List<RawRecord.Header> headers) {
    return headers.stream().filter(header -> !header.name().startsWith(PREFIX)).toList();
  }

  /** How often a record has been replayed: 0 for one that is none of the replay topic. */
  public static int attempt(RawRecord record) {
    return number(record, ATTEMPT);
  }

  /** The source's epoch when the record was read first; 0 where the headers do not say. */
  public static int epoch(RawRecord record) {
    return number(record, EPOCH);
  }

  private static int number(RawRecord record, String name) {
    String number = text(record, name);
    return number != null && number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  /** Where the original lies, null where the headers do not say. */
  public static @Nullable Origin origin(RawRecord record) {
    String topic = text(record, TOPIC);
    String partition = text(record, PARTITION);
    String offset = text(record, OFFSET);
    if (topic == null
        || partition == null
        || !partition.matches("[0-9]{1,9}")
        || offset == null
        || !offset.matches("[0-9]{1,18}")) {
      return null;
    }
    return new Origin(topic, Integer.parseInt(partition), Long.parseLong(offset));
  }

  private static RawRecord.Header header(String name, String value) {
    return new RawRecord.Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(RawRecord record, String name) {
    byte[] value = record.header(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
