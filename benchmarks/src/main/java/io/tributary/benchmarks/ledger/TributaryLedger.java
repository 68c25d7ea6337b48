package io.tributary.benchmarks.ledger;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.Measured;
import io.tributary.benchmarks.process.RawMessages;
import io.tributary.benchmarks.process.Restartable;
import io.tributary.config.PipelineConfig;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.source.ChangeSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The jobs' own stream from bytes to transitions, with all columns. */
final class TributaryLedger implements Contender, Restartable {

  private static final TableId EVENTS = TableId.parse("public.events");

  private static final String PIPELINE =
      """
      version: 1
      bootstrap: accept-partial
      source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
      tables:
        public.events:
          key: [id]
          columns:
            { id: bigint, user_id: bigint, session_id: text, event_type: text, item_id: bigint,
              value: "numeric(10,2)", occurred_at: timestamptz, properties: jsonb, device: text,
              version: bigint }
      """;

  @Override
  public void run(boolean collect) throws Exception {
    define(collect, new Configuration()).execute("tributary");
  }

  @Override
  public JobClient start(Configuration settings) throws Exception {
    return define(false, settings).executeAsync("tributary");
  }

  private static StreamExecutionEnvironment define(boolean collect, Configuration settings) {
    Configuration cluster = Contender.cluster("rocksdb");
    cluster.addAll(settings);
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, cluster));
    PipelineConfig config = PipelineConfig.parse(PIPELINE);
    ChangeSource source = (any, tables) -> RawMessages.of(any);
    Ports ports = new Ports(source, new DiscardingSink<>());
    try (ChangeStream changes = ChangeStream.open(env, config, ports, Set.of(EVENTS))) {
      DataStream<RowTransition> transitions = changes.transitions(Map.of(EVENTS, Set.of()));
      if (collect) {
        transitions.map(TributaryLedger::collect).sinkTo(new DiscardingSink<>());
      } else {
        transitions.sinkTo(new DiscardingSink<>());
      }
    }
    return env;
  }

  private static Long collect(RowTransition transition) {
    Map<Long, String> rows = Objects.requireNonNull(Measured.rows());
    Object value = Objects.requireNonNull(transition.key()).columns().value("id");
    Long id = (Long) Objects.requireNonNull(value);
    if (transition.after() == null) {
      rows.remove(id);
    } else {
      rows.put(id, FinalRow.of(transition.after()));
    }
    return id;
  }
}
