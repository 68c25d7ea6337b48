package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;

/**
 * How a column is protected before anything is kept or written: {@code hmac}, {@code drop}, {@code
 * keep}, or {@code {mask: {keep-last: 2}}}.
 *
 * @param keepLast how many characters at the end a mask leaves readable; 0 for other actions
 */
public record PiiRule(Action action, int keepLast) implements Serializable {
  /** Leaves the column as it is. */
  public static final PiiRule KEEP = new PiiRule(Action.KEEP, 0);

  /** What happens to the column. */
  public enum Action {
    /** The value stays as it is. */
    KEEP,
    /** The column is removed. */
    DROP,
    /** The value is replaced by a keyed token, the same for the same value. */
    HMAC,
    /** Every character is replaced, but for the last few. */
    MASK
  }

  /** The written form of a mask. */
  record Written(@Doc("Replaces every character but the last few.") MaskConfig mask) {}

  /** What to leave readable. */
  record MaskConfig(
      @Doc(value = "How many characters at the end stay readable.", byDefault = "0")
          int keepLast) {}

  static void addTo(Shapes shapes) {
    shapes
        .written(
            PiiRule.class,
            Written.class,
            written -> new PiiRule(Action.MASK, written.mask().keepLast()),
            rule -> new Written(new MaskConfig(rule.keepLast())))
        .shorthand(
            PiiRule.class,
            Action.class,
            action -> new PiiRule(action, 0),
            PiiRule::action,
            rule -> rule.action() != Action.MASK);
  }
}
