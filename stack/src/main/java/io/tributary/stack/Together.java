package io.tributary.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Does several slow things at the same time. */
final class Together {
  private Together() {}

  /** Waits for all of them, then throws the first failure, with the others attached. */
  static void run(Runnable... tasks) {
    List<CompletableFuture<Void>> running =
        Stream.of(tasks)
            .map(task -> CompletableFuture.runAsync(task, runnable -> thread(runnable).start()))
            .toList();
    RuntimeException first = null;
    for (CompletableFuture<Void> each : running) {
      try {
        each.join();
      } catch (CompletionException e) {
        RuntimeException failure = failure(e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "start-component");
    thread.setDaemon(true);
    return thread;
  }

  private static RuntimeException failure(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }
}
