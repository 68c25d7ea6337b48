package io.tributary.tools.dlq;

import io.tributary.event.Origin;
import java.util.List;
import java.util.TreeSet;

/**
 * A record that was refused, with every letter about it: of each job that refused it, again after
 * each restart of a job before its next checkpoint, and again after each replay that did not help.
 *
 * @param letters at least one, oldest first
 * @param replays how often it was replayed
 */
record Refused(Origin origin, List<KeptLetter> letters, int replays) {

  private static final String DECODE = "decode";

  KeptLetter latest() {
    return letters.get(letters.size() - 1);
  }

  /** The replay that was refused last, 0 where it was the record itself. */
  int attempt() {
    return letters.stream().mapToInt(kept -> kept.letter().what().attempt()).max().orElse(0);
  }

  /**
   * The source's epoch to which the record belongs, the least of its letters': a job that reads the
   * topics once more in a later epoch refuses it again.
   */
  int epoch() {
    return letters.stream().mapToInt(kept -> kept.letter().what().epoch()).min().orElse(0);
  }

  /** Whether nobody has replayed it since it was refused last. */
  boolean isPending() {
    return replays <= attempt();
  }

  /** Whether no job got as far as to take its change. */
  boolean isUndecoded() {
    return letters.stream().allMatch(kept -> kept.letter().what().stage().equals(DECODE));
  }

  /** The names of the jobs that refused it. */
  TreeSet<String> jobs() {
    TreeSet<String> jobs = new TreeSet<>();
    letters.forEach(kept -> jobs.add(kept.letter().job()));
    return jobs;
  }
}
