package io.tributary.benchmarks.ledger;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Writes the messages that every contender reads: changes of a table of ten columns as Debezium's
 * envelopes without schema, some 800 bytes each, with both images; 70 % inserts, 25 % updates, 5 %
 * deletes. As after a restart of the connector, every now and then the last messages come again.
 */
final class MessageWriter {

  private static final int RESTART_EVERY = 50_000;
  private static final int REPLAYED = 500;
  private static final Instant START = Instant.parse("2026-02-28T12:00:00Z");
  private static final String[] TYPES = {"view", "click", "purchase", "share", "dismiss"};
  private static final String[] DEVICES = {"ios", "android", "web", "tv"};

  private record Message(byte[] key, byte[] value) {}

  private final Random random = new Random(42);
  private final List<String> rows = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final Deque<Message> latest = new ArrayDeque<>();
  private long nextId = 1;
  private long lsn = 0x16B3700;
  private long commit = lsn;
  private long sequence;

  /**
   * Writes a file, unless it is there.
   *
   * @param inserted how many rows are inserted in all
   */
  static void write(Path file, int inserted) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20))) {
      new MessageWriter().write(out, inserted);
    }
    Files.move(unfinished, file);
  }

  private void write(DataOutputStream out, int inserted) throws IOException {
    for (int i = 1; nextId <= inserted; i++) {
      Message message = next();
      put(out, message);
      latest.add(message);
      if (latest.size() > REPLAYED) {
        latest.remove();
      }
      if (i % RESTART_EVERY == 0) {
        for (Message again : latest) {
          put(out, again);
        }
      }
    }
  }

  private static void put(DataOutputStream out, Message message) throws IOException {
    out.writeInt(message.key().length);
    out.write(message.key());
    out.writeInt(message.value().length);
    out.write(message.value());
  }

  private Message next() {
    if (random.nextInt(4) == 0) {
      commit = lsn;
    }
    lsn += 64 + random.nextInt(200);
    sequence++;
    int kind = random.nextInt(100);
    if (kind < 70 || ids.isEmpty()) {
      return insert();
    }
    int index = random.nextInt(ids.size());
    return kind < 95 ? update(index) : delete(index);
  }

  private Message insert() {
    long id = nextId++;
    String row = row(id);
    ids.add(id);
    rows.add(row);
    return message(id, "c", "null", row);
  }

  private Message update(int index) {
    long id = ids.get(index);
    String before = rows.get(index);
    rows.set(index, row(id));
    return message(id, "u", before, rows.get(index));
  }

  private Message delete(int index) {
    long id = ids.get(index);
    String before = rows.get(index);
    int last = ids.size() - 1;
    ids.set(index, ids.get(last));
    rows.set(index, rows.get(last));
    ids.remove(last);
    rows.remove(last);
    return message(id, "d", before, "null");
  }

  private String row(long id) {
    return """
        {"id":%d,"user_id":%d,"session_id":"%016x","event_type":"%s","item_id":%d,"value":"%d.%02d",\
        "occurred_at":"%s","properties":"{\\"position\\": %d, \\"list\\": \\"home\\"}","device":"%s",\
        "version":%d}"""
        .formatted(
            id,
            random.nextInt(100_000),
            random.nextLong(),
            TYPES[random.nextInt(TYPES.length)],
            random.nextInt(1_000_000),
            random.nextInt(1000),
            random.nextInt(100),
            time(),
            random.nextInt(50),
            DEVICES[random.nextInt(DEVICES.length)],
            sequence);
  }

  private String time() {
    return START.plusNanos(sequence * 100_000_000 + 1_000).toString();
  }

  private Message message(long id, String op, String before, String after) {
    long millis = START.toEpochMilli() + sequence * 100;
    String value =
        """
        {"before":%s,"after":%s,"source":{"version":"3.7.0.Final","connector":"postgresql",\
        "name":"app","ts_ms":%d,"snapshot":"false","db":"app","sequence":"[\\"%d\\",\\"%d\\"]",\
        "ts_us":%d,"ts_ns":%d,"schema":"public","table":"events","txId":%d,"lsn":%d,"xmin":null,\
        "origin":null,"origin_lsn":null},"transaction":null,"op":"%s","ts_ms":%d,"ts_us":%d,\
        "ts_ns":%d}"""
            .formatted(
                before,
                after,
                millis,
                commit,
                lsn,
                millis * 1_000,
                millis * 1_000_000,
                sequence / 4,
                lsn,
                op,
                millis + 7,
                millis * 1_000 + 7_000,
                millis * 1_000_000 + 7_000_000);
    return new Message(
        ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }
}
