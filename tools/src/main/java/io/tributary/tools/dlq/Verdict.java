package io.tributary.tools.dlq;

import io.tributary.event.RawRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a refused record.
 *
 * @param why for people; empty for a record that is to be replayed
 * @param record the record itself, null where nobody has it any more or it must not be replayed
 */
record Verdict(Refused refused, Outcome outcome, String why, @Nullable RawRecord record) {

  /** What a replay does with a record, or why it leaves it alone. */
  enum Outcome {
    /** It is written to the replay topic. */
    REPLAYED,
    /** It was, since it was refused last. */
    ALREADY_REPLAYED,
    /**
     * Its change was taken, and only a later stage could not use it: that would not do it again.
     */
    TAKEN,
    /**
     * Newer state was taken: a later change of the same row, or all of a later epoch. Replaying
     * this one could at best be ignored.
     */
    SUPERSEDED,
    /** A job has no checkpoint behind the record yet, and reads it once more if it restarts. */
    NOT_CHECKPOINTED,
    /** The topic no longer reaches back to the record, so later changes cannot be ruled out. */
    EXPIRED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  boolean isToBeWritten(boolean force) {
    return record != null
        && (outcome == Outcome.REPLAYED || force && outcome != Outcome.ALREADY_REPLAYED);
  }
}
