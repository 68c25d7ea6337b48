package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.PipelineConfig;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.runtime.FaultyRegistry.Fault;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.runtime.source.KafkaChangeSource;
import io.tributary.stack.SchemaRegistryServer;
import io.tributary.testing.CollectingSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that is altered again and again, each time while the registry gives another wrong answer
 * or none: the job waits, refuses nothing and loses nothing.
 */
@Timeout(240)
class RegistryOutageIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension static final KafkaTopics KAFKA = new KafkaTopics();

  @TempDir static Path directory;
  private static SchemaRegistryServer registry;

  private final String topic = "app-" + UUID.randomUUID() + ".public.rows";
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private FaultyRegistry faulty;
  private JobClient job;
  private int rows;

  @BeforeAll
  static void startRegistry() {
    registry = SchemaRegistryServer.in(directory);
    registry.start();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void startJob() throws Exception {
    faulty = new FaultyRegistry(registry);
    KAFKA.create(topic, 1);
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, flink));
    PipelineConfig config = config();
    Ports ports = new Ports(KafkaChangeSource.of(config, "it"), deadLetters);
    try (ChangeStream stream = ChangeStream.open(env, config, ports, config.tables().keySet())) {
      stream
          .transitions(Map.of(config.tables().keySet().iterator().next(), Set.of()))
          .sinkTo(transitions)
          .uid("transitions");
    }
    job = env.executeAsync("it");
  }

  private PipelineConfig config() {
    return PipelineConfig.parse(
        """
        version: 1
        bootstrap: accept-partial
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            schema-registry: { url: "%s" }
        tables: { public.rows: { key: [id] } }
        """
            .formatted(KAFKA.bootstrapServers(), topic.replace(".public.rows", ""), faulty.url()));
  }

  @AfterEach
  void stopJob() throws Exception {
    job.cancel().get();
    faulty.close();
  }

  @Test
  void waitsWhateverTheRegistryAnswersInstead() throws Exception {
    int columns = 0;
    for (Fault fault : Fault.values()) {
      faulty.is(fault);
      writeRows(++columns);
      if (fault != Fault.NONE) {
        await(fault.name()).atMost(SOON).until(() -> faulty.faults() >= 2);
        assertThat(transitions.collected()).as(fault.name()).hasSizeLessThan(rows);
      }
      faulty.is(Fault.NONE);
      transitions.await(made -> made.size() == rows);
    }
    assertThat(transitions.collected())
        .extracting(RegistryOutageIT::told)
        .containsExactlyElementsOf(expected(columns));
    assertThat(deadLetters.collected()).isEmpty();
  }

  /** The registry itself, and not what stands before it. */
  @Test
  void waitsForARegistryThatIsKilledAndThenFilledAgain() throws Exception {
    writeRows(1);
    transitions.await(made -> made.size() == 3);
    Schema unseen = AvroRows.schema(2);
    int number = registered(unseen);
    registry.kill();
    faulty.is(Fault.NONE);
    write(unseen, number, 2);
    await().atMost(SOON).until(() -> faulty.faults() >= 2);
    assertThat(transitions.collected()).hasSize(3);

    registry.start();
    faulty.is(Fault.NONE);
    await("while it is empty").atMost(SOON).until(() -> faulty.faults() >= 2);
    assertThat(transitions.collected()).hasSize(3);
    // Once it is filled, what it does not have yet it would say that it does not have.
    faulty.is(Fault.CUT);
    await().atMost(SOON).until(() -> registered(another()) == number - 1);
    assertThat(registered(unseen)).isEqualTo(number);
    faulty.is(Fault.NONE);

    transitions.await(made -> made.size() == 4);
    assertThat(deadLetters.collected()).isEmpty();
  }

  private static Schema another() {
    return Schema.createFixed("f" + UUID.randomUUID().toString().replace("-", ""), "", "n", 1);
  }

  private void writeRows(int columns) throws Exception {
    Schema schema = AvroRows.schema(columns);
    int number = registered(schema);
    for (int i = 0; i < 3; i++) {
      write(schema, number, columns);
    }
  }

  private static int registered(Schema schema) {
    return new HttpSchemaRegistry(
            new SchemaRegistryConfig(new ConnectionUrl(registry.url()), null, null),
            Duration.ofSeconds(30),
            () -> {})
        .register("s-" + UUID.randomUUID(), schema.toString());
  }

  private void write(Schema schema, int number, int columns) throws Exception {
    rows++;
    byte[] key = ("{\"id\":" + rows + "}").getBytes(StandardCharsets.UTF_8);
    KAFKA.write(topic, key, AvroRows.insert(schema, number, rows, columns));
  }

  private static String told(RowTransition made) {
    RowImage after = Objects.requireNonNull(made.after());
    return after.schema().columns().stream()
        .map(column -> "" + after.value(column.name()))
        .toList()
        .toString();
  }

  private static List<String> expected(int versions) {
    List<String> expected = new ArrayList<>();
    for (int row = 1; row <= 3 * versions; row++) {
      List<String> values = new ArrayList<>();
      values.add("" + row);
      for (int i = 1; i <= (row + 2) / 3; i++) {
        values.add(i + " of " + row);
      }
      expected.add(values.toString());
    }
    return expected;
  }
}
