package io.tributary.rollup;

import io.tributary.config.PipelineConfig;
import io.tributary.config.RedisConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.entities.ContributionSerializer;
import io.tributary.rollup.entities.ContributionStep;
import io.tributary.rollup.entities.RollupStep;
import io.tributary.rollup.entities.UnfilledOfWritten;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.redis.FreshnessMark;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.rollup.redis.RedisRebuildEpochs;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.rollup.store.RebuildEpochs;
import io.tributary.rollup.topics.FeatureTopics;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobMain;
import io.tributary.runtime.Ports;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.tables.SourceCatalog;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps features per entity, counts and sums over sliding windows, true to a table under inserts,
 * updates and deletes, and writes them to Redis and Kafka.
 */
public final class FeatureRollupJob {

  static final String NAME = "feature-rollup";

  private FeatureRollupJob() {}

  public static void main(String[] args) throws Exception {
    JobMain.run(
        args, NAME, "Personalization features in Redis and Kafka", FeatureRollupJob::define);
  }

  /** The job: changes of rows, what they contribute, features per entity, Redis, Kafka. */
  public static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    Map<TableId, TableDescription> tables = SourceCatalog.describe(config);
    RollupPlan plan = RollupPlan.of(config, tables);
    RedisConfig redis = redis(config);
    RebuildEpochs epochs = RedisRebuildEpochs.of(redis, plan);
    try (ChangeStream changes = ChangeStream.open(env, config, ports, plan.columnsNeeded())) {
      RedisFeatures store = new RedisFeatures(redis.address(), plan.rollups().keySet());
      SingleOutputStreamOperator<FeatureUpdate> features = features(changes, plan, epochs, store);
      SingleOutputStreamOperator<Void> written = written(features, plan, store);
      written
          .connect(features.getSideOutput(RollupStep.UNFILLED))
          .map(new UnfilledOfWritten())
          .uid(UnfilledOfWritten.UID)
          .name("fields that lack rows")
          .setParallelism(1)
          .connect(changes.freshness())
          .transform("freshness", Types.VOID, new FreshnessMark(redis, plan, epochs))
          .uid(FreshnessMark.UID)
          .setParallelism(1);
      if (!plan.topics().isEmpty()) {
        written
            .getSideOutput(FeatureWriter.WRITTEN)
            .sinkTo(FeatureTopics.of(config, plan, tables).sink(config, env))
            .uid(FeatureTopics.UID)
            .name("features to Kafka");
      }
    }
  }

  /** From changes to features. */
  public static SingleOutputStreamOperator<FeatureUpdate> features(
      ChangeStream changes, RollupPlan plan, RebuildEpochs epochs, FeatureStore store) {
    SingleOutputStreamOperator<Contribution> contributions =
        changes
            .differences(plan.counted())
            .process(new ContributionStep(plan), ContributionSerializer.TYPE)
            .uid(ContributionStep.UID)
            .name("what rows contribute");
    changes.deadLetters(contributions.getSideOutput(DeadLetters.TAG));
    return contributions
        .keyBy(Contribution::key, Types.STRING)
        .connect(changes.filled().broadcast())
        .transform(
            "features per entity",
            TypeInformation.of(FeatureUpdate.class),
            new RollupStep(plan, epochs, store))
        .uid(RollupStep.UID);
  }

  /** From features to their store. */
  public static SingleOutputStreamOperator<Void> written(
      SingleOutputStreamOperator<FeatureUpdate> features, RollupPlan plan, FeatureStore store) {
    return features
        .transform("features to Redis", Types.VOID, new FeatureWriter(store, plan))
        .uid(FeatureWriter.UID);
  }

  private static RedisConfig redis(PipelineConfig config) {
    RedisConfig redis = config.redis();
    if (redis == null) {
      throw new IllegalArgumentException("the pipeline has rollups but names no redis to write to");
    }
    return redis;
  }
}
