package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType.Kind;

/**
 * What values a feature has: those that a column of a kind holds, or lists of them.
 *
 * @param kind {@code BIGINT} for every whole number, {@code DOUBLE} for what is rounded anyway
 */
public record ValueType(Kind kind, boolean isList) {

  static final ValueType WHOLE = new ValueType(Kind.BIGINT, false);
  static final ValueType BINARY = new ValueType(Kind.DOUBLE, false);

  /** One value as the input has it. */
  static ValueType of(Kind input) {
    return switch (input) {
      case SMALLINT, INTEGER -> WHOLE;
      case REAL -> BINARY;
      default -> new ValueType(input, false);
    };
  }

  ValueType list() {
    return new ValueType(kind, true);
  }
}
