package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowTransition;
import io.tributary.runtime.deadletters.DeadLetterTopic;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No checkpoint is complete before the letters that it covers have been acknowledged. */
@Timeout(240)
class AcknowledgedLettersIT {

  private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension static final KafkaTopics KAFKA = new KafkaTopics();

  private final Rows users = Rows.of("public.users").column("id", Kind.BIGINT).key("id");
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private final InMemoryChanges changes = InMemoryChanges.withPartitions(1);
  private final String letters = "letters-" + UUID.randomUUID();

  @Test
  void aCheckpointWaitsForABrokerThatDoesNotAnswer() throws Exception {
    JobClient job = start();
    await().atMost(SOON).until(() -> CHECKPOINTS.get() > 0);
    int before;
    KAFKA.signal("STOP");
    try {
      changes.add(0, broken());
      changes.add(users.insert("0/100").set("id", 1));
      transitions.await(made -> made.size() == 1);
      before = CHECKPOINTS.get();
      // One may have begun before the letter was sent.
      await()
          .during(Duration.ofSeconds(3))
          .atMost(SOON)
          .until(() -> CHECKPOINTS.get() <= before + 1);
    } finally {
      KAFKA.signal("CONT");
    }
    await().atMost(SOON).until(() -> CHECKPOINTS.get() > before + 2);
    assertThat(KAFKA.read(letters, 1)).hasSize(1);
    job.cancel().get();
  }

  private JobClient start() throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "%s", topic-prefix: app } }
            tables: { public.users: { key: [id], columns: { id: bigint } } }
            dead-letters: { topic: "%s" }
            """
                .formatted(KAFKA.bootstrapServers(), letters));
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(
            StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration()));
    env.enableCheckpointing(200);
    DeadLetterTopic topic =
        DeadLetterTopic.of(config, Objects.requireNonNull(config.kafkaForResults()), "it");
    Ports ports = new Ports(changes, topic.created().sink());
    try (ChangeStream stream = ChangeStream.open(env, config, ports, Set.of(users.table()))) {
      stream
          .transitions(Map.of(users.table(), Set.of()))
          .map(new Counting())
          .returns(RowTransition.class)
          .uid("counting")
          .sinkTo(transitions)
          .uid("transitions");
    }
    return env.executeAsync("it");
  }

  private static RawRecord broken() {
    return new RawRecord(
        new Origin("app.public.users", 0, 0),
        1,
        null,
        "{".getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  private static final class Counting
      implements MapFunction<RowTransition, RowTransition>, CheckpointListener {

    private static final long serialVersionUID = 1L;

    @Override
    public RowTransition map(RowTransition made) {
      return made;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      CHECKPOINTS.incrementAndGet();
    }
  }
}
