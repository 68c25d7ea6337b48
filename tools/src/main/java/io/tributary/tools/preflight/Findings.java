package io.tributary.tools.preflight;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, in the order in which it was found. */
final class Findings {

  /** How bad it is. */
  enum Level {
    /** Changes would be missing, wrong or refused. */
    PROBLEM,
    /** Right as long as something does not happen. */
    WARNING
  }

  /**
   * One thing that is wrong.
   *
   * @param about for example {@code public.orders} or {@code publication tributary}
   * @param problem what is wrong, as a sentence that goes on behind {@code about}
   * @param remedy what to do
   */
  record Finding(Level level, String about, String problem, String remedy) {}

  private final List<Finding> all = new ArrayList<>();

  void problem(String about, String problem, String remedy) {
    all.add(new Finding(Level.PROBLEM, about, problem, remedy));
  }

  void warning(String about, String problem, String remedy) {
    all.add(new Finding(Level.WARNING, about, problem, remedy));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  long count(Level level) {
    return all.stream().filter(finding -> finding.level() == level).count();
  }
}
