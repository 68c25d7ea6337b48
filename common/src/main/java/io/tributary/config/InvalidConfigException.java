package io.tributary.config;

import io.tributary.config.binding.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** The file cannot be used; the message lists everything that is wrong with it, a line each. */
public final class InvalidConfigException extends RuntimeException {
  private final List<Violation> violations;

  /** A file and what is wrong with it; at least one thing. */
  public InvalidConfigException(String file, List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> "\n  " + violation)
            .collect(
                Collectors.joining(
                    "",
                    file
                        + " has "
                        + violations.size()
                        + (violations.size() == 1 ? " problem:" : " problems:"),
                    "")));
    this.violations = List.copyOf(violations);
  }

  /** In the order of the file's lines; at least one. */
  public List<Violation> violations() {
    return violations;
  }
}
