package io.tributary.decode.wire;

/** Why a record was rejected. The names are public: they stand in dead letters and in metrics. */
public enum DecodeError {
  /** The value is no JSON, or not the JSON of a change. */
  MALFORMED_JSON,
  /** The value is in the registry's wire format, and not the Avro of its schema. */
  MALFORMED_AVRO,
  /** The registry has no Avro schema of the record's number, or the pipeline has no registry. */
  UNKNOWN_SCHEMA,
  /** The record's key, or a key in its headers, cannot be read. */
  MALFORMED_KEY,
  /** A part of the envelope that every change has is not there. */
  MISSING_FIELD,
  /** A flattened record that does not say where it stands in the log. */
  NO_POSITION,
  /** The operation is none that this version knows. */
  UNKNOWN_OP,
  /** The record brings no schema, and nobody has described its table. */
  UNKNOWN_TABLE,
  /** The record's schema gives a column a type that this version does not know. */
  UNKNOWN_COLUMN_TYPE,
  /** A value has not the form that its column's type has on the wire. */
  TYPE_MISMATCH,
  /** A value has the right form and lies outside of what its column's type can hold. */
  VALUE_OUT_OF_RANGE
}
