package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Origin;

/** The same event elsewhere. */
final class Positioned {

  private Positioned() {}

  static ChangeEvent lyingAt(ChangeEvent event, int partition, long offset) {
    return new ChangeEvent(
        event.table(),
        event.op(),
        event.key(),
        event.before(),
        event.after(),
        event.linkedKey(),
        event.position(),
        event.txId(),
        event.snapshot(),
        event.committedAtMicros(),
        new Origin("app." + event.table(), partition, offset));
  }
}
