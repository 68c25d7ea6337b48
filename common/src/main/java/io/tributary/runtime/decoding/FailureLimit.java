package io.tributary.runtime.decoding;

import io.tributary.config.Percentage;
import io.tributary.event.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stops a job that would drain its topics into the dead letters. It looks at the last {@value
 * #WINDOW} changes of a subtask, decoded or rejected, and takes fewer than {@value #LEAST} for
 * {@value #LEAST}, so that a first bad record is no rate. Records that were never meant to be
 * changes do not count, and no clock does: what is read again after a restart is judged as before.
 */
final class FailureLimit {

  static final int WINDOW = 1000;
  static final int LEAST = 100;

  private final Percentage limit;

  /** Those of the window, oldest first. What was rejected before leaves with the next one. */
  private final Deque<Rejected> rejected = new ArrayDeque<>();

  /** How many records there were. */
  private long records;

  /**
   * A rejected record.
   *
   * @param at how many records there were with it
   */
  private record Rejected(long at, String code) {}

  FailureLimit(Percentage limit) {
    this.limit = limit;
  }

  void decoded() {
    records++;
  }

  /**
   * Counts a rejected record.
   *
   * @param detail what is wrong with it, without a value
   * @throws TooManyRejectedException if that makes too many
   */
  void rejected(String code, Origin origin, String detail) {
    add(code);
    int window = (int) Math.min(records, WINDOW);
    if (limit.isExceededBy(rejected.size(), Math.max(window, LEAST))) {
      throw new TooManyRejectedException(rejected.size(), window, limit, byCode(), origin, detail);
    }
  }

  private void add(String code) {
    rejected.addLast(new Rejected(++records, code));
    forget();
  }

  private void forget() {
    while (!rejected.isEmpty() && rejected.getFirst().at() <= records - WINDOW) {
      rejected.removeFirst();
    }
  }

  private Map<String, Integer> byCode() {
    Map<String, Integer> counts = new TreeMap<>();
    rejected.forEach(each -> counts.merge(each.code(), 1, Integer::sum));
    return counts;
  }

  /** The window, oldest first: a code for a rejected record, a number for a run of good ones. */
  List<String> snapshot() {
    forget();
    List<String> runs = new ArrayList<>();
    long last = Math.max(0, records - WINDOW);
    for (Rejected each : rejected) {
      addRun(runs, each.at() - last - 1);
      runs.add(each.code());
      last = each.at();
    }
    addRun(runs, records - last);
    return runs;
  }

  private static void addRun(List<String> runs, long good) {
    if (good > 0) {
      runs.add(Long.toString(good));
    }
  }

  void restore(Iterable<String> runs) {
    for (String run : runs) {
      if (Character.isDigit(run.charAt(0))) {
        records += Long.parseLong(run);
      } else {
        add(run);
      }
    }
  }
}
