package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.testing.RandomTable;
import io.tributary.testing.RowChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A table, its connector, and a topic of several partitions: incremental snapshots, restarts that
 * repeat what was written, and losses of the slot, after which a new snapshot is read and nobody
 * knows what was done in between.
 */
final class RandomDatabase {

  private static final int KEYS = 9;

  private final Random random;
  private final RandomTable table;
  private final RandomTopic topic;
  private final List<ChangeEvent> streamed = new ArrayList<>();
  private final List<Set<Integer>> snapshots = new ArrayList<>();
  private int slotSince;
  private boolean slotLost;
  private long lastCommit;

  RandomDatabase(long seed) {
    this.random = new Random(seed);
    this.table = new RandomTable(random, KEYS, true);
    this.topic = new RandomTopic(random);
  }

  Map<Integer, RandomTable.Row> committed() {
    return table.committed();
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
    if (table.isIdle() || choice < 10 && !table.isCrowded()) {
      table.begin();
    } else if (choice < 60) {
      table.write();
    } else if (choice < 80) {
      commit();
    } else if (choice < 84) {
      table.rollBack();
    } else if (choice < 89) {
      table.truncate();
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

  private void commit() {
    for (RowChange change : table.commit()) {
      if (!slotLost) {
        ChangeEvent event = change.after(new Lsn(lastCommit).toString()).event();
        streamed.add(event);
        topic.append(event);
      }
    }
    lastCommit = slotLost ? lastCommit : table.lsn();
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
    Set<Integer> keys = Set.copyOf(table.committed().keySet());
    String at = table.next();
    keys.stream()
        .sorted()
        .forEach(key -> shownOn.add(topic.append(table.read(key, at).after("0/0").event())));
    topic.append(RandomTopic.HEARTBEATS.read(at).set("id", 1).after("0/0").event());
    snapshots.add(keys);
    if (shownOn.size() < RandomTopic.PARTITIONS) {
      // What is open now, commits first and has a partition of no rows is taken for older.
      table.rollBackAll();
    }
    lastCommit = 0;
    slotSince = streamed.size();
    slotLost = false;
  }

  private void readIncrementally() {
    if (!slotLost) {
      for (int key : List.copyOf(table.committed().keySet())) {
        if (random.nextBoolean()) {
          RowChange read = table.read(key, new Lsn(table.lsn()).toString());
          topic.append(read.after(new Lsn(lastCommit).toString()).incremental().event());
        }
      }
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
              .update(table.next())
              .set("id", 1)
              .after(new Lsn(lastCommit).toString())
              .event());
    }
  }
}
