package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a column is protected before anything is kept or written: {@code hmac}, {@code drop}, {@code
 * keep}, {@code {mask: {keep-last: 2}}}, or {@code {hmac: {key: k1}}}.
 *
 * @param keepLast how many characters at the end a mask leaves readable; 0 for other actions
 * @param key id of the key that makes tokens; null for {@code pii.hmac.current} and other actions
 */
public record PiiRule(Action action, int keepLast, @Nullable String key) implements Serializable {
  /** Leaves the column as it is. */
  public static final PiiRule KEEP = of(Action.KEEP);

  /** A rule that is no more than its word. */
  static PiiRule of(Action action) {
    return new PiiRule(action, 0, null);
  }

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

  /** The written form of a rule that is more than a word. */
  record Written(
      @Doc("Replaces every character but the last few.") @Nullable MaskConfig mask,
      @Doc("A keyed token of a key that stays when pii.hmac.current changes.")
          @Nullable PinnedHmac hmac)
      implements Checked {

    @Override
    public void check(Place place) {
      if (place.has("mask") == place.has("hmac")) {
        place.report(
            "is not a rule", "write keep, drop, hmac, mask, or one of {mask: ..}, {hmac: ..}");
      }
    }

    private PiiRule rule() {
      if (mask != null) {
        return new PiiRule(Action.MASK, mask.keepLast(), null);
      }
      return new PiiRule(Action.HMAC, 0, hmac == null ? null : hmac.key());
    }
  }

  /** What to leave readable. */
  record MaskConfig(
      @Doc(value = "How many characters at the end stay readable.", byDefault = "0")
          int keepLast) {}

  /** Which key makes the tokens. */
  record PinnedHmac(@Doc("Id of the key, one of pii.hmac.keys.") String key) {}

  static void addTo(Shapes shapes) {
    shapes
        .written(PiiRule.class, Written.class, Written::rule, PiiRule::written)
        .shorthand(
            PiiRule.class,
            Action.class,
            PiiRule::of,
            PiiRule::action,
            rule -> rule.action() != Action.MASK && rule.key() == null);
  }

  private Written written() {
    return key == null
        ? new Written(new MaskConfig(keepLast), null)
        : new Written(null, new PinnedHmac(key));
  }
}
