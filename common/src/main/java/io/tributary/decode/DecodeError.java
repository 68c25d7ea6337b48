package io.tributary.decode;

/** Why a record was rejected. The names are public: they stand in dead letters and in metrics. */
public enum DecodeError {
  /** The value is no JSON, or not the JSON of a change. */
  MALFORMED_JSON,
  /** The record's key, or a key in its headers, cannot be read. */
  MALFORMED_KEY,
  /** A part of the envelope that every change has is not there. */
  MISSING_FIELD,
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
