package io.tributary.rollup.logic.row;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Conditions written one after the other. */
final class Joined {

  private Joined() {}

  /**
   * The conditions in parentheses where there are several.
   *
   * @param form how each is written
   * @param word what stands between them
   * @param none what stands for none at all
   */
  static String by(
      String word, List<Predicate> parts, Function<Predicate, String> form, String none) {
    return switch (parts.size()) {
      case 0 -> none;
      case 1 -> form.apply(parts.get(0));
      default -> parts.stream().map(form).collect(Collectors.joining(word, "(", ")"));
    };
  }
}
