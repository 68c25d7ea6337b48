package io.debezium.connector.postgresql;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The transactions whose changes were emitted last, by their 32-bit numbers.
 *
 * <p>It forgets one that 65,536 others have followed. Between its place in the log and its being
 * visible a transaction waits for its own process, and for standbys that the others wait for, too.
 */
final class EmittedTransactions {

  private static final int MOST = 1 << 16;

  /** Numbers at and above a snapshot's xmax belong to transactions that run at the same time. */
  private static final int AHEAD = 1 << 24;

  private final int[] emitted = new int[MOST];
  private int size;
  private int next;
  private int last;

  synchronized void add(int transaction) {
    if (size == 0 || transaction != last) {
      emitted[next] = transaction;
      last = transaction;
      next = (next + 1) % MOST;
      size = Math.min(size + 1, MOST);
    }
  }

  /** Whether a snapshot does not see one of them. */
  synchronized boolean areAheadOf(PgSnapshot snapshot) {
    int limit = snapshot.getXMax().intValue();
    Set<Integer> running =
        snapshot.getXip().stream().map(Long::intValue).collect(Collectors.toUnmodifiableSet());
    for (int i = 0; i < size; i++) {
      int beyond = emitted[i] - limit;
      if (beyond >= 0 && beyond < AHEAD || running.contains(emitted[i])) {
        return true;
      }
    }
    return false;
  }
}
