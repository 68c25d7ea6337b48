package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;
import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * How values are read that may be older than what describes their column: as {@code ALTER TABLE}
 * would have converted them, where that is exact.
 */
final class OlderForms {

  private OlderForms() {}

  /**
   * @param form of the values of the type itself
   */
  static WireForm of(ColumnType type, WireForm form) {
    WireForm older =
        switch (type.kind()) {
          case TEXT -> ScalarForms::toText;
          case SMALLINT, INTEGER, BIGINT -> wire -> form.read(whole(wire));
          case REAL, DOUBLE ->
              wire -> form.read(wire instanceof Long number ? BigDecimal.valueOf(number) : wire);
          case NUMERIC -> decimal(type, form);
          default -> form;
        };
    return older.with(form.transcoder());
  }

  private static Object whole(Object wire) throws Undecodable {
    return wire instanceof String text ? ScalarForms.parseWhole(text) : wire;
  }

  /** A fraction was a double, or is written by another setting than the connector's. */
  private static WireForm decimal(ColumnType type, WireForm form) {
    WireForm doubles = NumericForms.inDouble(type);
    return wire -> {
      if (wire instanceof Long || wire instanceof BigInteger || wire instanceof Map) {
        return NumericForms.read(wire);
      }
      boolean exact = ScalarForms.isFraction(wire) && NumericForms.survivesDouble(type);
      return exact ? doubles.read(wire) : form.read(wire);
    };
  }
}
