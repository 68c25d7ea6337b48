package io.tributary.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Does several slow things at the same time. */
final class Together {
  private Together() {}

  /**
   * Waits for all tasks, then throws the failure that came first.
   *
   * @param onFailure run once, at the first failure, to make the other tasks give up
   */
  static void run(Runnable onFailure, Runnable... tasks) {
    AtomicReference<RuntimeException> first = new AtomicReference<>();
    List<CompletableFuture<Void>> running =
        Stream.of(tasks)
            .map(
                task ->
                    CompletableFuture.runAsync(
                        () -> attempt(task, first, onFailure), Together::inNewThread))
            .toList();
    running.forEach(CompletableFuture::join);
    RuntimeException failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }

  private static void attempt(
      Runnable task, AtomicReference<RuntimeException> first, Runnable onFailure) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (first.compareAndSet(null, e)) {
        onFailure.run();
      }
    }
  }

  private static void inNewThread(Runnable task) {
    Thread thread = new Thread(task, "start-component");
    thread.setDaemon(true);
    thread.start();
  }
}
