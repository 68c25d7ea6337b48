package io.tributary.decode.values;

/** The wire forms that the fast path turns into a column's bytes on its own. */
public enum Transcoder {
  BOOLEAN,
  SMALLINT,
  INTEGER,
  BIGINT,
  REAL,
  DOUBLE,
  NUMERIC,
  TEXT,
  UUID,
  BYTES,
  DATE,
  TIME_MILLIS,
  TIME_MICROS,
  TIMESTAMP_MILLIS,
  TIMESTAMP_MICROS,
  TIMESTAMPTZ
}
