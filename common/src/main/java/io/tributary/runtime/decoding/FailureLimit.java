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

  private static final String DECODED = "";

  private final Percentage limit;

  /** The code of each record of the window, oldest first; {@link #DECODED} for a good one. */
  private final Deque<String> window = new ArrayDeque<>();

  private int rejected;

  FailureLimit(Percentage limit) {
    this.limit = limit;
  }

  void decoded() {
    add(DECODED);
  }

  /**
   * Counts a rejected record.
   *
   * @param detail what is wrong with it, without a value
   * @throws TooManyRejectedException if that makes too many
   */
  void rejected(String code, Origin origin, String detail) {
    add(code);
    int records = Math.max(window.size(), LEAST);
    if (limit.isExceededBy(rejected, records)) {
      throw new TooManyRejectedException(rejected, window.size(), limit, byCode(), origin, detail);
    }
  }

  private void add(String code) {
    window.addLast(code);
    rejected += code.equals(DECODED) ? 0 : 1;
    while (window.size() > WINDOW) {
      rejected -= window.removeFirst().equals(DECODED) ? 0 : 1;
    }
  }

  private Map<String, Integer> byCode() {
    Map<String, Integer> counts = new TreeMap<>();
    window.stream()
        .filter(code -> !code.equals(DECODED))
        .forEach(code -> counts.merge(code, 1, Integer::sum));
    return counts;
  }

  /** The window, oldest first: a code for a rejected record, a number for a run of good ones. */
  List<String> snapshot() {
    List<String> runs = new ArrayList<>();
    int good = 0;
    for (String code : window) {
      if (code.equals(DECODED)) {
        good++;
      } else {
        addRun(runs, good);
        good = 0;
        runs.add(code);
      }
    }
    addRun(runs, good);
    return runs;
  }

  private static void addRun(List<String> runs, int good) {
    if (good > 0) {
      runs.add(Integer.toString(good));
    }
  }

  void restore(Iterable<String> runs) {
    for (String run : runs) {
      if (Character.isDigit(run.charAt(0))) {
        for (int i = Integer.parseInt(run); i > 0; i--) {
          decoded();
        }
      } else {
        add(run);
      }
    }
  }
}
