package io.tributary.testing;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.TEXT;

import io.tributary.event.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A table of a few rows under overlapping transactions: inserts, updates that leave a TOASTed value
 * unchanged or not, deletes, key changes, TRUNCATEs. A row that one transaction wrote is locked for
 * the others. The same for the same random numbers.
 */
public final class RandomTable {

  public static final Rows ROWS =
      Rows.of("public.rows")
          .column("id", BIGINT)
          .column("v", INTEGER)
          .column("bio", TEXT)
          .key("id");

  private static final int MOST_OPEN = 3;

  /**
   * A row of the table.
   *
   * @param told whether a change or a snapshot has told its present {@code bio} under its key
   */
  public record Row(int v, String bio, boolean told) {}

  private static final class Transaction {
    final Map<Integer, @Nullable Row> written = new HashMap<>();
    final List<RowChange> changes = new ArrayList<>();
    boolean truncated;
  }

  private final Random random;
  private final int keys;
  private final boolean tellsKeyChanges;
  private final Map<Integer, Row> committed = new HashMap<>();
  private final List<Transaction> open = new ArrayList<>();
  private long lsn = 0x100;
  private int version;

  /**
   * @param keys how many rows there can be
   * @param tellsKeyChanges whether the insert of a key change always tells the unchanged value
   */
  public RandomTable(Random random, int keys, boolean tellsKeyChanges) {
    this.random = random;
    this.keys = keys;
    this.tellsKeyChanges = tellsKeyChanges;
    for (int key = 0; key < keys; key += 2) {
      committed.put(key, new Row(++version, text(), false));
    }
  }

  /** The rows that everybody sees, by key. */
  public Map<Integer, Row> committed() {
    return committed;
  }

  /** Where the log has come to. */
  public long lsn() {
    return lsn;
  }

  /** The next place in the log. */
  public String next() {
    return new Lsn(++lsn).toString();
  }

  /** Whether no transaction is open. */
  public boolean isIdle() {
    return open.isEmpty();
  }

  public boolean isCrowded() {
    return open.size() == MOST_OPEN;
  }

  public void begin() {
    open.add(new Transaction());
  }

  /** Some open transaction ends without effect. */
  public void rollBack() {
    open.remove(random.nextInt(open.size()));
  }

  /** So do all. */
  public void rollBackAll() {
    open.clear();
  }

  /** Some open transaction takes effect; its changes, to be told at the commit before. */
  public List<RowChange> commit() {
    Transaction transaction = open.remove(random.nextInt(open.size()));
    transaction.written.forEach(
        (key, row) -> {
          if (row == null) {
            committed.remove(key);
          } else {
            committed.put(key, row);
          }
        });
    lsn++;
    return transaction.changes;
  }

  /** A snapshot shows a row: an open transaction that left its bio unchanged has been told it. */
  public RowChange read(int key, String at) {
    Row shown = Objects.requireNonNull(committed.get(key));
    Row row = new Row(shown.v(), shown.bio(), true);
    committed.put(key, row);
    for (Transaction transaction : open) {
      Row written = transaction.written.get(key);
      if (written != null && written.bio().equals(row.bio())) {
        transaction.written.put(key, new Row(written.v(), written.bio(), true));
      }
    }
    return ROWS.read(at).set("id", key).set("v", row.v()).set("bio", row.bio());
  }

  /** Some open transaction writes a row, unless that is locked. */
  public void write() {
    Transaction transaction = open.get(random.nextInt(open.size()));
    int key = random.nextInt(keys);
    int other = random.nextInt(keys);
    if (isLocked(transaction, key)) {
      return;
    }
    Row row = visible(transaction, key);
    if (row == null) {
      Row inserted = new Row(++version, text(), true);
      add(transaction, ROWS.insert(next()).set("bio", inserted.bio()), key, inserted);
    } else if (random.nextInt(4) == 0) {
      transaction.changes.add(ROWS.delete(next()).was("id", key));
      transaction.written.put(key, null);
    } else if (random.nextInt(4) == 0
        && !isLocked(transaction, other)
        && visible(transaction, other) == null) {
      changeKey(transaction, key, other, row);
    } else {
      update(transaction, key, row);
    }
  }

  private void update(Transaction transaction, int key, Row row) {
    RowChange change = ROWS.update(next());
    if (random.nextBoolean()) {
      Row updated = new Row(++version, text(), true);
      add(transaction, change.set("bio", updated.bio()), key, updated);
    } else {
      Row updated = new Row(++version, row.bio(), row.told());
      add(transaction, change.unavailable("bio"), key, updated);
    }
  }

  /** A delete and an insert at one LSN; the insert may lack the unchanged value. */
  private void changeKey(Transaction transaction, int from, int to, Row row) {
    String at = next();
    transaction.changes.add(ROWS.delete(at).was("id", from).linkedTo(ROWS.keyOf(to)));
    transaction.written.put(from, null);
    boolean told = tellsKeyChanges || random.nextBoolean();
    RowChange insert = ROWS.insert(at).linkedTo(ROWS.keyOf(from));
    add(
        transaction,
        told ? insert.set("bio", row.bio()) : insert.unavailable("bio"),
        to,
        new Row(row.v(), row.bio(), told));
  }

  private static void add(Transaction transaction, RowChange change, int key, Row row) {
    transaction.changes.add(change.set("id", key).set("v", row.v()));
    transaction.written.put(key, row);
  }

  /** Some open transaction empties the table, unless another has written to it. */
  public void truncate() {
    Transaction transaction = open.get(random.nextInt(open.size()));
    boolean locked =
        open.stream()
            .anyMatch(
                other -> other != transaction && (other.truncated || !other.written.isEmpty()));
    if (!locked) {
      transaction.changes.add(ROWS.truncate(next()));
      transaction.truncated = true;
      for (int key = 0; key < keys; key++) {
        transaction.written.put(key, null);
      }
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

  private String text() {
    return "bio-" + random.nextInt(1_000_000);
  }
}
