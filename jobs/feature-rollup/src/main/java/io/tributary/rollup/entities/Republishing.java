package io.tributary.rollup.entities;

import io.tributary.runtime.ledger.KeyWalk;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Emits all entities again, some at a time between the changes. Meanwhile time moves windows, but
 * no watermark passes downstream.
 */
final class Republishing implements AutoCloseable {

  private final KeyedStateBackend<String> backend;
  private final ProcessingTimeService clock;
  private final HeldOutput<?> output;
  private final KeyWalk.Visit emit;
  private final Runnable whenOver;
  private @Nullable KeyWalk walk;

  /**
   * @param emit emits the entity whose key is set
   */
  Republishing(
      KeyedStateBackend<String> backend,
      ProcessingTimeService clock,
      HeldOutput<?> output,
      KeyWalk.Visit emit,
      Runnable whenOver) {
    this.backend = backend;
    this.clock = clock;
    this.output = output;
    this.emit = emit;
    this.whenOver = whenOver;
  }

  /** Begins, or begins again. */
  void begin() {
    if (walk != null) {
      walk.close();
    } else {
      goOnSoon();
    }
    walk = KeyWalk.of(backend, RollupStep.STATE);
    output.hold();
  }

  boolean isOver() {
    return walk == null;
  }

  /** Emits the rest. */
  void finish() throws Exception {
    while (walk != null) {
      goOn();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void goOnSoon() {
    clock.registerTimer(clock.getCurrentProcessingTime() + 1, now -> goOn());
  }

  private void goOn() throws Exception {
    if (walk == null) {
      return;
    }
    if (walk.goOn(emit)) {
      goOnSoon();
      return;
    }
    close();
    whenOver.run();
    output.release();
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }
}
