package io.tributary.caching;

import io.tributary.caching.logic.Invalidation;
import io.tributary.config.PipelineConfig;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobMain;
import io.tributary.runtime.Ports;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.tables.SourceCatalog;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Removes from Redis, for every row that changes, the keys that {@code caches:} of {@code
 * pipeline.yaml} builds from its old and its new columns.
 *
 * <p>A key is removed at least once after each commit that changes its rows. That alone does not
 * keep a reader that loaded a row just before the commit from writing it back just after the
 * removal, so entries need an expiry of their own.
 *
 * <p>For each table, {@code freshness:<table>} says up to when every removal has been done.
 */
public final class CacheInvalidationJob {

  private CacheInvalidationJob() {}

  public static void main(String[] args) throws Exception {
    JobMain.run(
        args,
        "cache-invalidation",
        "Removes cache entries from Redis when the rows behind them change.",
        CacheInvalidationJob::define);
  }

  /** The whole topology. */
  public static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    CacheRules rules = CacheRules.of(config, SourceCatalog.describe(config));
    try (ChangeStream changes = ChangeStream.open(env, config, ports, rules.on())) {
      SingleOutputStreamOperator<Invalidation> invalidations =
          rules
              .transitions(changes)
              .process(new PlanInvalidations(rules.planner()))
              .uid(PlanInvalidations.UID)
              .name("plan invalidations");
      changes.deadLetters(invalidations.getSideOutput(DeadLetters.TAG));
      invalidations.sinkTo(UnlinkSink.of(config)).uid(UnlinkSink.UID).name("unlink keys");
      changes
          .freshness()
          .sinkTo(FreshnessSink.of(config))
          .uid(FreshnessSink.UID)
          .name("freshness")
          .setParallelism(1);
    }
  }
}
