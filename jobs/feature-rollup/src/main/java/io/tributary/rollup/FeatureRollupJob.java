package io.tributary.rollup;

import io.tributary.config.PipelineConfig;
import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.rollup.logic.Contribution;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.DeadLetters;
import io.tributary.runtime.JobMain;
import io.tributary.runtime.Ports;
import io.tributary.runtime.SourceCatalog;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps features per entity, counts and sums over sliding windows, true to a table under inserts,
 * updates and deletes, and writes them to Redis and Kafka.
 */
public final class FeatureRollupJob {

  private static final String NAME = "feature-rollup";

  private FeatureRollupJob() {}

  public static void main(String[] args) throws Exception {
    JobMain.run(
        args, NAME, "Personalization features in Redis and Kafka", FeatureRollupJob::define);
  }

  /** The job: changes of rows, what they contribute, features per entity, Redis, Kafka. */
  public static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    RollupPlan plan = RollupPlan.of(config, SourceCatalog.describe(config));
    RedisConfig redis = redis(config);
    RedisAddress address = RedisAddress.parse(redis.url().reveal());
    RebuildEpochs epochs = RedisRebuildEpochs.of(redis);
    try (ChangeStream changes = ChangeStream.open(env, config, ports, plan.tables())) {
      SingleOutputStreamOperator<Contribution> contributions =
          changes
              .differences(plan.columnsNeeded())
              .process(new ContributionStep(plan), ContributionSerializer.TYPE)
              .uid(ContributionStep.UID)
              .name("what rows contribute");
      changes.deadLetters(contributions.getSideOutput(DeadLetters.TAG));
      SingleOutputStreamOperator<Void> written =
          contributions
              .keyBy(Contribution::key, Types.STRING)
              .process(new RollupStep(plan, epochs), TypeInformation.of(FeatureUpdate.class))
              .uid(RollupStep.UID)
              .name("features per entity")
              .transform("features to Redis", Types.VOID, new FeatureWriter(address, plan))
              .uid(FeatureWriter.UID);
      written
          .connect(changes.freshness())
          .transform("freshness", Types.VOID, new FreshnessMark(address, plan, epochs))
          .uid(FreshnessMark.UID)
          .setParallelism(1);
      if (!plan.topics().isEmpty()) {
        written
            .getSideOutput(FeatureWriter.WRITTEN)
            .sinkTo(FeatureTopics.of(Objects.requireNonNull(config.kafkaForResults()), plan).sink())
            .uid(FeatureTopics.UID)
            .name("features to Kafka");
      }
    }
  }

  private static RedisConfig redis(PipelineConfig config) {
    RedisConfig redis = config.redis();
    if (redis == null) {
      throw new IllegalArgumentException("the pipeline has rollups but names no redis to write to");
    }
    return redis;
  }
}
