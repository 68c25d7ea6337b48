package io.tributary.runtime.decoding;

import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;

/**
 * Records that {@code tributary dlq replay} wrote again. A job takes one for the record that it
 * repeats, so that everything behind it sees the change where it was made.
 */
public final class Replays {

  private final String topic;
  private final int epoch;

  /**
   * @param deadLetterTopic whose replay topic it is
   * @param epoch the source's, as it is now
   */
  Replays(String deadLetterTopic, int epoch) {
    this.topic = ReplayHeaders.topic(deadLetterTopic);
    this.epoch = epoch;
  }

  /** The record as it lay in its own topic; one of any other topic as it is. */
  RawRecord original(RawRecord record) {
    if (!record.origin().topic().equals(topic)) {
      return record;
    }
    Origin origin = ReplayHeaders.origin(record);
    return origin == null
        ? record
        : new RawRecord(
            origin, record.timestampMillis(), record.key(), record.value(), record.headers());
  }

  /**
   * Whether a replayed record is of a database that has been restored or replaced since: whatever
   * is read now orders above what is known, and so would this.
   */
  boolean isOfFormerEpoch(RawRecord replayed) {
    return ReplayHeaders.epoch(replayed) < epoch;
  }

  /**
   * A replayed change as the ledger has to see it. A snapshot's row wins over whatever came before
   * it on its partition, which is right where it was written and wrong for one that comes late: as
   * an insert it is compared with what is known, and a newer state stays.
   */
  public static ChangeEvent inOrder(ChangeEvent event) {
    if (event.op() != Op.READ) {
      return event;
    }
    SourcePosition own = event.position();
    return new ChangeEvent(
        event.table(),
        Op.CREATE,
        event.key(),
        event.before(),
        event.after(),
        event.linkedKey(),
        new SourcePosition(
            own.epoch(),
            own.commitPosition(),
            own.streamed(),
            own.lsn(),
            own.transactionOrder(),
            Op.CREATE),
        event.txId(),
        SnapshotKind.NONE,
        event.committedAtMicros(),
        event.origin());
  }
}
