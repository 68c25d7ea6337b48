package io.tributary.decode.wire;

/**
 * How {@code bytea} is written: the connector's {@code binary.handling.mode}.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's binary types</a>
 */
public enum BinaryMode {
  /** Bytes, of which JSON makes base64. Debezium's default. */
  BYTES,
  /** Text in base64. */
  BASE64,
  /** Text in the alphabet of base64 that is safe in URLs. */
  BASE64_URL_SAFE,
  /** Text in hexadecimal digits. */
  HEX
}
