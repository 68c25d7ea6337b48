package io.tributary.decode;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Unsure;
import io.tributary.event.Op;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Reads {@code source}, and holds what the last record's said. */
final class SourceScan {

  private static final Literal STREAMED = Literal.of("false");
  private static final Literal INCREMENTAL = Literal.of("incremental");
  private static final Literal SEQUENCE_START = Literal.of("\"[");
  private static final Literal SEQUENCE_END = Literal.of("]\"");
  private static final Literal QUOTE = Literal.of("\\\"");

  /** So many milliseconds are less than 2^63 microseconds. */
  private static final long MOST_MILLIS = 1L << 52;

  private final JsonCursor in;
  private long commitPosition;
  private long lsn;
  private long millis;
  private long micros;
  private boolean hasMillis;
  private boolean hasMicros;
  private boolean hasTxId;
  private long txId;
  private SnapshotKind snapshot = SnapshotKind.NONE;

  SourceScan(JsonCursor in) {
    this.in = in;
  }

  void read(SourceTemplate template) throws Unsure {
    commitPosition = 0;
    lsn = 0;
    hasTxId = false;
    hasMillis = false;
    hasMicros = false;
    see(SnapshotKind.NONE);
    for (SourceTemplate.Step step : template.steps()) {
      in.expect(step.lead());
      if (!in.acceptNull()) {
        read(step.part());
      }
    }
    in.expect(template.end());
  }

  private void read(SourceTemplate.Part part) throws Unsure {
    switch (part) {
      case TS_MS -> {
        millis = in.integer();
        hasMillis = true;
      }
      case TS_US -> {
        micros = in.integer();
        hasMicros = true;
      }
      case SNAPSHOT -> see(marker());
      case SEQUENCE -> commitPosition = precedingCommit();
      case TX_ID -> {
        txId = in.integer();
        hasTxId = true;
      }
      case LSN -> lsn = in.integer();
      case OTHER -> JsonSkip.value(in);
    }
  }

  private SnapshotKind marker() throws Unsure {
    in.string();
    if (in.isEscaped()) {
      throw Unsure.INSTANCE;
    } else if (in.isText(STREAMED)) {
      return SnapshotKind.NONE;
    }
    return in.isText(INCREMENTAL) ? SnapshotKind.INCREMENTAL : SnapshotKind.INITIAL;
  }

  /** {@code "[\"24023119\",\"24023128\"]"}, of which the first can be null. */
  private long precedingCommit() throws Unsure {
    in.expect(SEQUENCE_START);
    long commit = in.acceptNull() ? 0 : quoted();
    in.expect(',');
    if (!in.acceptNull()) {
      quoted();
    }
    in.expect(SEQUENCE_END);
    return commit;
  }

  private long quoted() throws Unsure {
    in.expect(QUOTE);
    long number = in.integer();
    in.expect(QUOTE);
    if (number < 0) {
      throw Unsure.INSTANCE;
    }
    return number;
  }

  /** To store a reference in an object that lives long costs more than to ask whether it is new. */
  private void see(SnapshotKind kind) {
    if (snapshot != kind) {
      snapshot = kind;
    }
  }

  SourcePosition position(long transactionOrder, Op op) {
    return new SourcePosition(
        0, commitPosition, snapshot == SnapshotKind.NONE, lsn, transactionOrder, op);
  }

  @Nullable Long txId() {
    return hasTxId ? (Long) txId : null;
  }

  SnapshotKind snapshot() {
    return snapshot;
  }

  long committedAtMicros() throws Unsure {
    if (hasMicros) {
      return micros;
    } else if (!hasMillis || Math.abs(millis) > MOST_MILLIS) {
      throw Unsure.INSTANCE;
    }
    return millis * 1000;
  }
}
