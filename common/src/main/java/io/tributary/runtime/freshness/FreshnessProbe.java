package io.tributary.runtime.freshness;

import java.util.List;
import java.util.concurrent.ExecutionException;

/** Finds out, from outside the stream, how fresh the results of a job are. For one thread. */
public interface FreshnessProbe extends AutoCloseable {

  /**
   * Looks once. Takes as long as Kafka takes to answer.
   *
   * @return what has become fresher since the last look
   */
  List<TableFreshness> look() throws ExecutionException, InterruptedException;

  @Override
  void close();
}
