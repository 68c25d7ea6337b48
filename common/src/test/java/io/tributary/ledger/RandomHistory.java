package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.testing.RandomTable;
import io.tributary.testing.RowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A table and its connector, which reads both kinds of snapshot, streams what is committed, and
 * restarts to deliver what it delivered before.
 */
final class RandomHistory {

  private static final int KEYS = 6;

  private final Random random;
  private final RandomTable table;
  private final Consumer<ChangeEvent> connector;
  private final List<ChangeEvent> streamed = new ArrayList<>();
  private long lastCommit = 0x100;

  /** A history whose events are given to {@code connector} in the order of their delivery. */
  RandomHistory(long seed, Consumer<ChangeEvent> connector) {
    this.random = new Random(seed);
    this.table = new RandomTable(random, KEYS, false);
    this.connector = connector;
  }

  Map<Integer, RandomTable.Row> committed() {
    return table.committed();
  }

  /** What was streamed, each change once. */
  List<ChangeEvent> streamed() {
    return streamed;
  }

  void run(int steps) {
    for (int attempt = random.nextInt(2); attempt >= 0; attempt--) {
      snapshot(false);
    }
    for (int step = 0; step < steps; step++) {
      step();
    }
  }

  private void step() {
    int choice = random.nextInt(20);
    if (table.isIdle() || choice < 2 && !table.isCrowded()) {
      table.begin();
    } else if (choice < 12) {
      table.write();
    } else if (choice < 16) {
      commit();
    } else if (choice < 17) {
      table.rollBack();
    } else if (choice < 18) {
      snapshot(true);
    } else if (choice < 19) {
      restart();
    }
  }

  private void commit() {
    for (RowChange change : table.commit()) {
      ChangeEvent event = change.after(new Lsn(lastCommit).toString()).event();
      streamed.add(event);
      connector.accept(event);
    }
    lastCommit = table.lsn();
  }

  private void snapshot(boolean incremental) {
    List<Integer> chunk = new ArrayList<>(table.committed().keySet());
    chunk.removeIf(key -> random.nextBoolean());
    read(chunk, incremental);
  }

  /** An incremental snapshot of the whole table. */
  void readAll() {
    read(List.copyOf(table.committed().keySet()), true);
  }

  private void read(List<Integer> chunk, boolean incremental) {
    for (int key : chunk) {
      RowChange read = table.read(key, new Lsn(table.lsn()).toString());
      read.after(incremental ? new Lsn(lastCommit).toString() : "0/0");
      connector.accept(incremental ? read.incremental().event() : read.event());
    }
  }

  private void restart() {
    int from = random.nextInt(streamed.size() + 1);
    List.copyOf(streamed.subList(from, streamed.size())).forEach(connector);
  }
}
