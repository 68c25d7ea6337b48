package io.tributary.event;

import java.util.Locale;

/** Whether an event was streamed from the log, or read by a snapshot, and by which kind. */
public enum SnapshotKind {
  NONE,
  INITIAL,
  INCREMENTAL;

  private static final SnapshotKind[] VALUES = values();

  static SnapshotKind ofOrdinal(int ordinal) {
    return VALUES[ordinal];
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
