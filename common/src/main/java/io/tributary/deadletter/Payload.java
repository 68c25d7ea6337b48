package io.tributary.deadletter;

import io.tributary.event.RawRecord;

/** What a dead letter carries of the record that was refused. */
@FunctionalInterface
public interface Payload {

  /** A JSON object with the member {@code policy}, fit to leave the pipeline. */
  String of(RawRecord record);
}
