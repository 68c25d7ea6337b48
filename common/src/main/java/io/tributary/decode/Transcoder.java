package io.tributary.decode;

/** The wire forms that {@link ValueTranscoding} can turn into a column's bytes on its own. */
enum Transcoder {
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
