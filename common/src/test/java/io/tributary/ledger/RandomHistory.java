package io.tributary.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.TEXT;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small database and its connector: overlapping transactions over few keys, rollbacks, key
 * changes, unchanged TOASTed values, both kinds of snapshot, and restarts of the connector that
 * deliver what it delivered before.
 */
final class RandomHistory {

  static final Rows ROWS =
      Rows.of("public.rows")
          .column("id", BIGINT)
          .column("v", INTEGER)
          .column("bio", TEXT)
          .key("id");

  private static final int KEYS = 6;

  /**
   * A row of the database.
   *
   * @param told whether the connector has told the current {@code bio} of this row under its
   *     current key
   */
  record Row(int v, String bio, boolean told) {}

  private static final class Transaction {
    final Map<Integer, @Nullable Row> written = new HashMap<>();
    final List<RowChange> changes = new ArrayList<>();
  }

  private final Random random;
  private final Consumer<ChangeEvent> connector;
  private final Map<Integer, Row> committed = new HashMap<>();
  private final List<Transaction> open = new ArrayList<>();
  private final List<ChangeEvent> streamed = new ArrayList<>();
  private long lsn = 0x100;
  private long lastCommit = 0x100;
  private int version;

  /** A history whose events are given to {@code connector} in the order of their delivery. */
  RandomHistory(long seed, Consumer<ChangeEvent> connector) {
    this.random = new Random(seed);
    this.connector = connector;
  }

  Map<Integer, Row> committed() {
    return committed;
  }

  /** What was streamed, each change once. */
  List<ChangeEvent> streamed() {
    return streamed;
  }

  void run(int steps) {
    for (int key = 0; key < KEYS; key += 2) {
      committed.put(key, new Row(++version, text(), false));
    }
    for (int attempt = random.nextInt(2); attempt >= 0; attempt--) {
      snapshot(false);
    }
    for (int step = 0; step < steps; step++) {
      step();
    }
  }

  private void step() {
    int choice = random.nextInt(20);
    if (open.isEmpty() || choice < 2 && open.size() < 3) {
      open.add(new Transaction());
    } else if (choice < 12) {
      write(open.get(random.nextInt(open.size())));
    } else if (choice < 16) {
      commit(open.remove(random.nextInt(open.size())));
    } else if (choice < 17) {
      open.remove(random.nextInt(open.size()));
    } else if (choice < 18) {
      snapshot(true);
    } else if (choice < 19) {
      restart();
    }
  }

  private void write(Transaction transaction) {
    int key = random.nextInt(KEYS);
    if (isLockedByOthers(transaction, key)) {
      return;
    }
    Row row = visible(transaction, key);
    int other = random.nextInt(KEYS);
    if (row == null) {
      insert(transaction, key, new Row(++version, text(), true));
    } else if (random.nextInt(4) == 0) {
      transaction.changes.add(ROWS.delete(next()).was("id", key));
      transaction.written.put(key, null);
    } else if (random.nextInt(4) == 0
        && !isLockedByOthers(transaction, other)
        && visible(transaction, other) == null) {
      changeKey(transaction, key, other, row);
    } else {
      update(transaction, key, row);
    }
  }

  private void insert(Transaction transaction, int key, Row row) {
    transaction.changes.add(
        ROWS.insert(next()).set("id", key).set("v", row.v()).set("bio", row.bio()));
    transaction.written.put(key, row);
  }

  private void update(Transaction transaction, int key, Row row) {
    RowChange change = ROWS.update(next()).set("id", key).set("v", ++version);
    if (random.nextBoolean()) {
      String bio = text();
      transaction.changes.add(change.set("bio", bio));
      transaction.written.put(key, new Row(version, bio, true));
    } else {
      transaction.changes.add(change.unavailable("bio"));
      transaction.written.put(key, new Row(version, row.bio(), row.told()));
    }
  }

  /** A delete and an insert at one LSN; the insert may lack the unchanged value. */
  private void changeKey(Transaction transaction, int from, int to, Row row) {
    String at = next();
    transaction.changes.add(ROWS.delete(at).was("id", from).linkedTo(ROWS.keyOf(to)));
    RowChange insert = ROWS.insert(at).set("id", to).set("v", row.v()).linkedTo(ROWS.keyOf(from));
    boolean told = random.nextBoolean();
    transaction.changes.add(told ? insert.set("bio", row.bio()) : insert.unavailable("bio"));
    transaction.written.put(from, null);
    transaction.written.put(to, new Row(row.v(), row.bio(), told));
  }

  private void commit(Transaction transaction) {
    for (RowChange change : transaction.changes) {
      ChangeEvent event = change.after(new Lsn(lastCommit).toString()).event();
      streamed.add(event);
      connector.accept(event);
    }
    transaction.written.forEach(
        (key, row) -> {
          if (row == null) {
            committed.remove(key);
          } else {
            committed.put(key, row);
          }
        });
    lastCommit = ++lsn;
  }

  private void snapshot(boolean incremental) {
    Map<Integer, Row> chunk = new HashMap<>(committed);
    chunk.keySet().removeIf(key -> random.nextBoolean());
    chunk.forEach(
        (key, row) -> {
          RowChange read = ROWS.read(new Lsn(lsn).toString()).set("id", key).set("v", row.v());
          read.set("bio", row.bio()).after(incremental ? new Lsn(lastCommit).toString() : "0/0");
          committed.put(key, new Row(row.v(), row.bio(), true));
          connector.accept(incremental ? read.incremental().event() : read.event());
        });
    tellOpenTransactions();
  }

  /** An open transaction that changed a row without its bio has the bio that was just told. */
  private void tellOpenTransactions() {
    for (Transaction transaction : open) {
      transaction.written.replaceAll(
          (key, row) -> {
            Row known = committed.get(key);
            boolean told =
                row != null && known != null && known.told() && known.bio().equals(row.bio());
            return told ? new Row(row.v(), row.bio(), true) : row;
          });
    }
  }

  private void restart() {
    int from = random.nextInt(streamed.size() + 1);
    List.copyOf(streamed.subList(from, streamed.size())).forEach(connector);
  }

  private boolean isLockedByOthers(Transaction transaction, int key) {
    return open.stream().anyMatch(other -> other != transaction && other.written.containsKey(key));
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
