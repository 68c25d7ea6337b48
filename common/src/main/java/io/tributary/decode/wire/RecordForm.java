package io.tributary.decode.wire;

/** What the values of a topic's records are. */
public enum RecordForm {
  /** Debezium's envelope: operation, rows, source and transaction. */
  ENVELOPE,
  /** A row, with what else is known in added fields: the transform ExtractNewRecordState. */
  FLATTENED
}
