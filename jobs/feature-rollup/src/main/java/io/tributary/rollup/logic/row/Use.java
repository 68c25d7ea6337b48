package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import java.util.function.Predicate;

/**
 * How a value is used: which kinds of columns serve, and what a value inside of json is read as.
 */
public interface Use {

  /** Whether a value is there at all. */
  Use NULL_TEST = of(kind -> true);

  boolean accepts(Kind kind);

  /**
   * TEXT: the text of any value, as {@code #>>} has it. NUMERIC and BOOLEAN: a number, or true and
   * false; anything else there counts as NULL.
   */
  Kind insideJson();

  /** Text where text will do, and numbers otherwise. */
  static Kind insideJson(Use use) {
    return use.accepts(Kind.TEXT) ? Kind.TEXT : Kind.NUMERIC;
  }

  /** A use that reads json as text where text will do, and as numbers otherwise. */
  static Use of(Predicate<Kind> accepted) {
    return new Use() {
      @Override
      public boolean accepts(Kind kind) {
        return accepted.test(kind);
      }

      @Override
      public Kind insideJson() {
        return Use.insideJson(this);
      }
    };
  }
}
