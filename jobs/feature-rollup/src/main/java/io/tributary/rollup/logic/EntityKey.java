package io.tributary.rollup.logic;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose features they are.
 *
 * @param text the entity columns' values joined with {@code |}, as in Redis keys: {@code 42}, or
 *     {@code 42|web}; {@code |} and {@code \} inside a value are escaped with {@code \}
 * @param bare which of the values, by bit, are numbers or booleans and so stand bare in JSON
 */
public record EntityKey(String text, int bare) implements Serializable {

  /** The most columns that can name an entity. */
  public static final int MOST_COLUMNS = Integer.SIZE;

  /** Whose state has a key, which is the rollup's name, a colon and {@link #text}. */
  public static EntityKey ofState(String key, int bare) {
    return new EntityKey(key.substring(key.indexOf(':') + 1), bare);
  }

  /** A text with the next of the values that name an entity behind it. */
  static String append(String text, Object value) {
    return value instanceof Long number ? text + (long) number : text + escaped(value);
  }

  /** {@link #bare} with the bit of a value. */
  static int bare(int bare, int column, Object value) {
    // A Double stands for what no number in JSON can: NaN and the infinities of numeric.
    boolean isBare =
        value instanceof Boolean || (value instanceof Number && !(value instanceof Double));
    return isBare ? bare | 1 << column : bare;
  }

  private static String escaped(Object value) {
    if (value instanceof Integer) {
      return value.toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    return value.toString().replace("\\", "\\\\").replace("|", "\\|");
  }

  /** The values' texts, unescaped. */
  public List<String> values() {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '|') {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(next == '\\' ? text.charAt(++i) : next);
      }
    }
    values.add(value.toString());
    return values;
  }

  /** Whether the value of an entity column stands bare in JSON. */
  public boolean isBare(int column) {
    return (bare >>> column & 1) != 0;
  }

  /** An entity can be a person, so it is not shown. */
  @Override
  public String toString() {
    return "EntityKey";
  }
}
