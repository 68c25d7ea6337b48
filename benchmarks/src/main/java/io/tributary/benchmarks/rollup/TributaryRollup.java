package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.Measured;
import io.tributary.benchmarks.process.RawMessages;
import io.tributary.config.PipelineConfig;
import io.tributary.rollup.FeatureRollupJob;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.source.ChangeSource;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The job's own stream from bytes to features, ledger and all; what would go to Redis, coalesced,
 * is thrown away.
 */
final class TributaryRollup implements Contender {

  private static final String PIPELINE =
      """
      version: 1
      bootstrap: accept-partial
      source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
      redis: { url: "redis://localhost" }
      tables:
        public.events:
          key: [id]
          columns:
            { id: bigint, user_id: bigint, session_id: text, event_type: text, item_id: bigint,
              value: "numeric(10,2)", occurred_at: timestamptz, properties: jsonb, device: text,
              version: bigint }
      rollups:
        engagement:
          from: public.events
          entity: user_id
          event-time: occurred_at
          features: { %s }
      """;

  private final String features;
  private final String backend;

  /** The features as {@code pipeline.yaml} has them. */
  TributaryRollup(String features, String backend) {
    this.features = features;
    this.backend = backend;
  }

  @Override
  public void run(boolean collect) throws Exception {
    define(new Configuration(), (any, tables) -> RawMessages.of(any), new Discarding(collect))
        .execute("tributary");
  }

  /**
   * The job's stream from a source of messages to a store.
   *
   * @param settings what is added to the cluster's
   */
  StreamExecutionEnvironment define(
      Configuration settings, ChangeSource messages, FeatureStore store) {
    Configuration cluster = Contender.cluster(backend);
    cluster.addAll(settings);
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, cluster));
    PipelineConfig config = PipelineConfig.parse(PIPELINE.formatted(features));
    RollupPlan plan = RollupPlan.of(config);
    Ports ports = new Ports(messages, new DiscardingSink<>());
    try (ChangeStream changes = ChangeStream.open(env, config, ports, plan.columnsNeeded())) {
      FeatureRollupJob.written(
          FeatureRollupJob.features(changes, plan, restored -> 1, store), plan, store);
    }
    return env;
  }

  private record Discarding(boolean collect) implements FeatureStore {

    @Override
    public Session open(Attempt attempt) {
      return new Writes(collect);
    }

    @Override
    public boolean isComplete(long epoch) {
      return true;
    }
  }

  private record Writes(boolean collect) implements FeatureStore.Session {

    @Override
    public FeatureStore.Written write(Collection<FeatureUpdate> updates) {
      Map<Long, String> rows = Measured.rows();
      if (collect && rows != null) {
        updates.forEach(update -> collect(update, rows));
      }
      return FeatureStore.Written.NOTHING;
    }

    private static void collect(FeatureUpdate update, Map<Long, String> rows) {
      Long user = Long.valueOf(update.entity().text());
      if (update.change() == FeatureUpdate.Change.VALUES) {
        rows.put(user, user + "|" + String.join("|", update.values().values()));
      } else {
        rows.remove(user);
      }
    }

    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }
}
