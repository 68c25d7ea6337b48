package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of a random history contribute, each row's in the order of commit in one partition.
 */
final class ContributionLog {

  static final int PARTITIONS = 3;

  private static final int ROUNDS = 60;

  private final List<List<Commit>> partitions = new ArrayList<>();

  /** A contribution and the time of its commit. */
  record Commit(Contribution contribution, long at) {}

  ContributionLog(Rollup rollup, RandomHistory history) {
    Contributions contributions = new Contributions(rollup);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitions.add(new ArrayList<>());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (RandomHistory.Change change : history.changes(8)) {
        for (Contribution each :
            contributions.of(null, change.before(), change.after()).contributions()) {
          partitions
              .get((int) (change.id() % PARTITIONS))
              .add(new Commit(each, history.now().toEpochMilli()));
        }
      }
      if (round < ROUNDS - 1) {
        history.passTime();
      }
    }
  }

  Commit commit(int partition, int offset) {
    return partitions.get(partition).get(offset);
  }

  int length(int partition) {
    return partitions.get(partition).size();
  }
}
