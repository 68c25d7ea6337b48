package io.tributary.benchmarks.process;

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
public final class MessageWriter {

  private static final int RESTART_EVERY = 50_000;
  private static final int REPLAYED = 500;
  private static final Instant START = Instant.parse("2026-02-28T12:00:00Z");
  private static final String[] TYPES = {"view", "click", "purchase", "share", "dismiss"};
  private static final String[] DEVICES = {"ios", "android", "web", "tv"};

  private record Message(byte[] key, byte[] value) {}

  /**
   * What the messages are about. Of a table without replays each change comes once, so that a
   * reader that does not tell replays from changes can be right, too.
   *
   * @param inserted how many rows are inserted at most
   * @param messages how many messages there are at most
   * @param users whose rows they are
   * @param skewed whether a few of the users have most of the rows
   */
  public record Table(int inserted, int messages, int users, boolean skewed, boolean replays) {

    /** That of the ledger's comparison. */
    public static Table ofLedger(int inserted) {
      return new Table(inserted, Integer.MAX_VALUE, 100_000, false, true);
    }

    /** That of the rollup's: ten thousand users are skewed. */
    public static Table ofRollup(int messages, int users) {
      return new Table(Integer.MAX_VALUE, messages, users, users <= 10_000, false);
    }

    /** A user, among the skewed ones the first hundredth with a fifth of the rows. */
    long user(Random random) {
      return skewed ? (long) (users * Math.pow(random.nextDouble(), 3)) : random.nextInt(users);
    }
  }

  private final Table table;
  private final Random random = new Random(42);
  private final List<String> rows = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final Deque<Message> latest = new ArrayDeque<>();
  private long nextId = 1;
  private long lsn = 0x16B3700;
  private long commit = lsn;
  private long sequence;

  private MessageWriter(Table table) {
    this.table = table;
  }

  /** Writes a file, unless it is there. */
  public static void write(Path file, Table table) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20))) {
      new MessageWriter(table).write(out);
    }
    Files.move(unfinished, file);
  }

  private void write(DataOutputStream out) throws IOException {
    for (int i = 1; nextId <= table.inserted() && i <= table.messages(); i++) {
      Message message = next();
      put(out, message);
      latest.add(message);
      if (latest.size() > REPLAYED) {
        latest.remove();
      }
      if (table.replays() && i % RESTART_EVERY == 0) {
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
            table.user(random),
            random.nextLong(),
            TYPES[random.nextInt(TYPES.length)],
            random.nextInt(1_000_000),
            random.nextInt(1000),
            random.nextInt(100),
            time(sequence),
            random.nextInt(50),
            DEVICES[random.nextInt(DEVICES.length)],
            sequence);
  }

  /** When the row of the change of that number happened, the first being 1. */
  public static Instant time(long sequence) {
    return START.plusNanos(sequence * 100_000_000 + 1_000);
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
