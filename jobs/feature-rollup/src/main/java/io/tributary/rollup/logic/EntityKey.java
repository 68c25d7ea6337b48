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

  /** The key of values that are not NULL, in the order of the rollup's entity columns. */
  static EntityKey of(List<Object> values) {
    String text = escaped(values.get(0));
    int bare = 0;
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (i > 0) {
        text = text + '|' + escaped(value);
      }
      // A Double stands for what no number in JSON can: NaN and the infinities of numeric.
      if (value instanceof Boolean || (value instanceof Number && !(value instanceof Double))) {
        bare |= 1 << i;
      }
    }
    return new EntityKey(text, bare);
  }

  private static String escaped(Object value) {
    if (value instanceof Long || value instanceof Integer) {
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
