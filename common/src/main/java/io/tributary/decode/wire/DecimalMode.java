package io.tributary.decode.wire;

/**
 * How {@code numeric} and {@code money} are written in records without a schema: the connector's
 * {@code decimal.handling.mode}.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's decimal types</a>
 */
public enum DecimalMode {
  /** Text that holds every digit, NaN and the infinities. */
  STRING,
  /** The unscaled value in base64, the scale being the column's. NaN arrives as NULL. */
  PRECISE,
  /** As {@code PRECISE}, by a converter with {@code decimal.format=NUMERIC}: a JSON number. */
  PRECISE_AS_NUMBER,
  /** A floating-point number; only columns of at most 15 digits come through unharmed. */
  DOUBLE
}
