package io.tributary.runtime.freshness;

import io.tributary.runtime.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through a probe in a thread of its own, over and over. While Kafka does not answer, nothing
 * becomes fresher; that is counted, and tried again. Any other failure is thrown at who asks next.
 */
final class FreshnessWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FreshnessWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final FreshnessProbe probe;
  private final PipelineMetrics metrics;
  private final Thread thread;
  private final ConcurrentLinkedQueue<TableFreshness> found = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private FreshnessWatch(FreshnessProbe probe, PipelineMetrics metrics) {
    this.probe = probe;
    this.metrics = metrics;
    this.thread = new Thread(this::watch, "freshness");
    thread.setDaemon(true);
  }

  /** Starts looking; the probe is closed with the watch. */
  static FreshnessWatch start(FreshnessProbe probe, PipelineMetrics metrics) {
    FreshnessWatch watch = new FreshnessWatch(probe, metrics);
    watch.thread.start();
    return watch;
  }

  /** What has been found since the last call. */
  List<TableFreshness> take() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException(
          "cannot determine how fresh the results are: " + failed, failed);
    }
    List<TableFreshness> taken = new ArrayList<>();
    for (TableFreshness each = found.poll(); each != null; each = found.poll()) {
      taken.add(each);
    }
    return taken;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(look().toMillis());
      }
    } catch (InterruptedException | InterruptException closed) {
      LOG.debug("no longer looks how fresh the results are");
    } catch (ExecutionException | RuntimeException e) {
      failure.set(e);
    } finally {
      // Kafka's clients give up closing in a thread that has been interrupted.
      Thread.interrupted();
      probe.close();
    }
  }

  private Duration look() throws ExecutionException, InterruptedException {
    try {
      found.addAll(probe.look());
      return PAUSE;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException)) {
        throw e;
      }
      return afterFailure(e.getCause());
    } catch (RetriableException e) {
      return afterFailure(e);
    }
  }

  private Duration afterFailure(Throwable why) {
    metrics.count(PipelineMetrics.FRESHNESS_FAILURES);
    LOG.info("cannot see how fresh the results are, trying again: {}", why.toString());
    return PAUSE_AFTER_FAILURE;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
