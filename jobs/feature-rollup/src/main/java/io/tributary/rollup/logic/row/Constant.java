package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Objects;

/**
 * A value that columns are compared with. What it is follows from the column: {@code 7} and {@code
 * "7"} are the same number for a numeric one, and the same text for a text. Inside of json a number
 * is compared with numbers, true and false with these, and a text with the text of anything.
 */
public final class Constant implements Use, Serializable {

  private static final long serialVersionUID = 1L;

  private final Serializable value;
  private final EnumMap<Kind, Serializable> forms;

  private Constant(Serializable value) {
    this.value = value;
    this.forms = ConstantForms.of(value, text());
  }

  /** Takes the value of a configuration file: String, Long, BigInteger, BigDecimal or Boolean. */
  public static Constant of(Object value) {
    if (value instanceof Long number) {
      return new Constant(BigDecimal.valueOf(number));
    }
    return new Constant(
        value instanceof BigInteger number ? new BigDecimal(number) : (Serializable) value);
  }

  @Override
  public boolean accepts(Kind kind) {
    return forms.containsKey(kind);
  }

  @Override
  public Kind insideJson() {
    return value instanceof BigDecimal
        ? Kind.NUMERIC
        : value instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT;
  }

  /** Less than, equal to or greater than 0, as a value of a kind that is accepted is. */
  int compare(Object actual, Kind kind) {
    return ValueOrder.compare(actual, form(kind), kind);
  }

  /** What it is among values of a kind that is accepted, in the class that they have. */
  Serializable form(Kind kind) {
    return Objects.requireNonNull(forms.get(kind));
  }

  /** The value as text, without quotes; a number without exponent, unless it is none of SQL's. */
  String text() {
    return value instanceof BigDecimal decimal && Numeric.canHold(decimal)
        ? decimal.toPlainString()
        : value.toString();
  }

  boolean isText() {
    return value instanceof String;
  }

  /**
   * For people, and different from every other constant: {@code 'click'}, {@code 7}, {@code true}.
   */
  @Override
  public String toString() {
    return isText() ? SqlText.literal(text()) : text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constant constant && value.equals(constant.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
