package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.TEXT;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of a few rows, its connector, and a topic of several partitions: overlapping
 * transactions, TRUNCATEs, unchanged TOASTed values, key changes, incremental snapshots, restarts
 * that repeat what was written, and losses of the slot, after which a new snapshot is read and
 * nobody knows what was done in between.
 */
final class RandomDatabase {

  static final Rows ROWS =
      Rows.of("public.rows")
          .column("id", BIGINT)
          .column("v", INTEGER)
          .column("bio", TEXT)
          .key("id");
  private static final int KEYS = 9;

  /** A row of the database. */
  record Row(int v, String bio) {}

  private static final class Transaction {
    final Map<Integer, @Nullable Row> written = new HashMap<>();
    final List<RowChange> changes = new ArrayList<>();
    boolean truncated;
  }

  private final Random random;
  private final RandomTopic topic;
  private final Map<Integer, Row> committed = new HashMap<>();
  private final List<Transaction> open = new ArrayList<>();
  private final List<ChangeEvent> streamed = new ArrayList<>();
  private final List<Set<Integer>> snapshots = new ArrayList<>();
  private int slotSince;
  private boolean slotLost;
  private long lsn = 0x100;
  private long lastCommit;
  private int version;

  RandomDatabase(long seed) {
    this.random = new Random(seed);
    this.topic = new RandomTopic(random);
  }

  Map<Integer, Row> committed() {
    return committed;
  }

  /** What was streamed, each change once. */
  List<ChangeEvent> streamed() {
    return streamed;
  }

  RandomTopic topic() {
    return topic;
  }

  /** Of each snapshot of everything, the keys of the rows that it read. */
  List<Set<Integer>> snapshots() {
    return snapshots;
  }

  void run(int steps) {
    for (int key = 0; key < KEYS; key += 2) {
      committed.put(key, new Row(++version, text()));
    }
    snapshot();
    for (int step = 0; step < steps; step++) {
      step();
    }
    if (slotLost) {
      snapshot();
    }
    beat();
  }

  private void step() {
    int choice = random.nextInt(100);
    if (open.isEmpty() || choice < 10 && open.size() < 3) {
      open.add(new Transaction());
    } else if (choice < 60) {
      write(open.get(random.nextInt(open.size())));
    } else if (choice < 80) {
      commit(open.remove(random.nextInt(open.size())));
    } else if (choice < 84) {
      open.remove(random.nextInt(open.size()));
    } else if (choice < 89) {
      truncate(open.get(random.nextInt(open.size())));
    } else if (choice < 92) {
      readIncrementally();
    } else if (choice < 95) {
      restart();
    } else if (choice < 97) {
      loseOrReplaceSlot();
    } else {
      beat();
    }
  }

  private void write(Transaction transaction) {
    int key = random.nextInt(KEYS);
    int other = random.nextInt(KEYS);
    if (isLocked(transaction, key)) {
      return;
    }
    Row row = visible(transaction, key);
    if (row == null) {
      Row inserted = new Row(++version, text());
      set(transaction, key, inserted, ROWS.insert(next()).set("bio", inserted.bio()));
    } else if (random.nextInt(4) == 0) {
      transaction.changes.add(ROWS.delete(next()).was("id", key));
      transaction.written.put(key, null);
    } else if (random.nextInt(4) == 0
        && !isLocked(transaction, other)
        && visible(transaction, other) == null) {
      String at = next();
      transaction.changes.add(ROWS.delete(at).was("id", key).linkedTo(ROWS.keyOf(other)));
      transaction.written.put(key, null);
      RowChange insert = ROWS.insert(at).set("bio", row.bio()).linkedTo(ROWS.keyOf(key));
      set(transaction, other, row, insert);
    } else {
      update(transaction, key, row);
    }
  }

  private void update(Transaction transaction, int key, Row row) {
    String bio = random.nextBoolean() ? row.bio() : text();
    RowChange change = ROWS.update(next());
    boolean unchanged = bio.equals(row.bio());
    set(
        transaction,
        key,
        new Row(++version, bio),
        unchanged ? change.unavailable("bio") : change.set("bio", bio));
  }

  private static void set(Transaction transaction, int key, Row row, RowChange change) {
    transaction.changes.add(change.set("id", key).set("v", row.v()));
    transaction.written.put(key, row);
  }

  /** Waits, as the database does, until nobody else writes to the table. */
  private void truncate(Transaction transaction) {
    boolean locked =
        open.stream()
            .anyMatch(
                other -> other != transaction && (other.truncated || !other.written.isEmpty()));
    if (!locked) {
      transaction.changes.add(ROWS.truncate(next()));
      transaction.truncated = true;
      for (int key = 0; key < KEYS; key++) {
        transaction.written.put(key, null);
      }
    }
  }

  private void commit(Transaction transaction) {
    for (RowChange change : transaction.changes) {
      if (!slotLost) {
        ChangeEvent event = change.after(new Lsn(lastCommit).toString()).event();
        streamed.add(event);
        topic.append(event);
      }
    }
    transaction.written.forEach(
        (key, row) -> {
          if (row == null) {
            committed.remove(key);
          } else {
            committed.put(key, row);
          }
        });
    lsn++;
    lastCommit = slotLost ? lastCommit : lsn;
  }

  private void loseOrReplaceSlot() {
    if (slotLost) {
      snapshot();
    } else {
      slotLost = true;
    }
  }

  /** Of a new slot, whose connector has seen no commit yet. */
  private void snapshot() {
    Set<Integer> shownOn = new HashSet<>();
    String at = next();
    committed.forEach(
        (key, row) -> {
          ChangeEvent read =
              ROWS.read(at)
                  .set("id", key)
                  .set("v", row.v())
                  .set("bio", row.bio())
                  .after("0/0")
                  .event();
          shownOn.add(topic.append(read));
        });
    topic.append(RandomTopic.HEARTBEATS.read(at).set("id", 1).after("0/0").event());
    snapshots.add(new HashSet<>(committed.keySet()));
    if (shownOn.size() < RandomTopic.PARTITIONS) {
      // What is open now, commits first and has a partition of no rows is taken for older.
      open.clear();
    }
    lastCommit = 0;
    slotSince = streamed.size();
    slotLost = false;
  }

  private void readIncrementally() {
    if (!slotLost) {
      committed.forEach(
          (key, row) -> {
            RowChange read = ROWS.read(new Lsn(lsn).toString()).set("id", key).set("v", row.v());
            if (random.nextBoolean()) {
              topic.append(
                  read.set("bio", row.bio())
                      .after(new Lsn(lastCommit).toString())
                      .incremental()
                      .event());
            }
          });
    }
  }

  private void restart() {
    if (!slotLost) {
      int from = slotSince + random.nextInt(streamed.size() - slotSince + 1);
      List.copyOf(streamed.subList(from, streamed.size())).forEach(topic::append);
    }
  }

  /** Touches the heartbeat's row. */
  void beat() {
    if (!slotLost) {
      topic.append(
          RandomTopic.HEARTBEATS
              .update(next())
              .set("id", 1)
              .after(new Lsn(lastCommit).toString())
              .event());
    }
  }

  private boolean isLocked(Transaction transaction, int key) {
    return open.stream()
        .anyMatch(
            other -> other != transaction && (other.truncated || other.written.containsKey(key)));
  }

  private @Nullable Row visible(Transaction transaction, int key) {
    return transaction.written.containsKey(key) ? transaction.written.get(key) : committed.get(key);
  }

  private String next() {
    return new Lsn(++lsn).toString();
  }

  private String text() {
    return "bio-" + random.nextInt(1_000_000);
  }
}
