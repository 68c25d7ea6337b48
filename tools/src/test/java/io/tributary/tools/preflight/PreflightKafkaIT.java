package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.SECRET;
import static io.tributary.tools.preflight.PreflightRun.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.KafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a real broker and its topics. */
class PreflightKafkaIT {

  private static final String FOR_EVER = "retention.ms=-1";
  private static final String LOGIN =
      "security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN, sasl.jaas.config:"
          + " 'org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\""
          + " password=\"%s\";'";

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static Admin admin;
  private static int prefixes;

  private final String prefix = "app" + ++prefixes;

  @BeforeAll
  static void start() throws Exception {
    broker = KafkaBroker.withLogins(directory, Map.of("app", SECRET));
    broker.start();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    create("connect-offsets", "cleanup.policy=compact");
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void findsNothingWhereTopicsKeepWhatIsNeeded() throws Exception {
    create(prefix + ".public.t", FOR_EVER);
    create(prefix + ".message", FOR_EVER);
    create(prefix + ".features", "cleanup.policy=compact");
    assertThat(look("")).isEmpty();
  }

  @Test
  void reportsTopicsThatForget() throws Exception {
    create(prefix + ".public.t", "retention.ms=259200000");
    create(prefix + ".message", "cleanup.policy=compact");
    create(prefix + ".features", "retention.ms=1000");
    create(prefix + ".letters", "cleanup.policy=compact");
    List<String> expected =
        List.of(
            "problem topic %s.message is compacted, and all records of the schema history have one"
                + " key",
            "problem topic %s.features is not compacted, so that values that do not change expire",
            "warning topic %s.letters is compacted, so that only the last attempt at a record is"
                + " kept");
    List<String> told = new ArrayList<>(expected.stream().map(it -> it.formatted(prefix)).toList());
    assertThat(look("bootstrap: accept-partial")).containsExactlyInAnyOrderElementsOf(told);
    told.add(
        "warning topic %s.public.t forgets records that are older than 3 days, after which no job"
                .formatted(prefix)
            + " starts without state");
    assertThat(look("")).containsExactlyInAnyOrderElementsOf(told);
  }

  @Test
  void reportsThatAJobWithoutStateWouldRefuse() throws Exception {
    create(prefix + ".public.t", FOR_EVER);
    Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      String update =
          """
          {"op":"u","before":null,"after":{"id":1},"source":{"version":"3.7.0.Final","schema":"public","table":"t","lsn":8,
           "ts_ms":1,"snapshot":"false","sequence":"[null,\\"8\\"]"}}""";
      producer.send(new ProducerRecord<>(prefix + ".public.t", "{\"id\":1}", update)).get();
    }
    assertThat(look(""))
        .containsExactly(
            "problem topic %s.public.t, partition 0: begins with UPDATE of a row that is not in it so that a job without state refuses to start"
                .formatted(prefix));
    assertThat(look("bootstrap: accept-partial")).isEmpty();
  }

  @Test
  void reportsWritesThatNobodyWouldAcknowledge() throws Exception {
    create(prefix + ".public.t", FOR_EVER);
    create(prefix + ".letters", "min.insync.replicas=2");
    assertThat(look("feature-topics: { delivery: exactly-once, transaction-timeout: 2h }"))
        .containsExactlyInAnyOrder(
            "problem topic %s.letters needs 2 replicas in sync and has 1, so that no write is acknowledged"
                .formatted(prefix),
            "problem feature-topics.transaction-timeout is 7200000 ms, and the brokers grant"
                + " 3600000");
  }

  @Test
  void reportsAConnectorThatHasWrittenNothing() {
    assertThat(look(""))
        .containsExactly(
            "warning topics %s.* are missing for every table: the connector has written nothing yet, or its topic.prefix is another"
                .formatted(prefix));
  }

  @Test
  void reportsRightsThatOurUserLacks() throws Exception {
    create(prefix + ".public.t", FOR_EVER);
    create(prefix + ".features", "cleanup.policy=compact");
    allow(prefix + ".features", AclOperation.DESCRIBE);
    String pipeline = pipeline(broker.bootstrapServersForUsers(), LOGIN.formatted(SECRET), "");
    assertThat(findings(pipeline, "--only", "kafka"))
        .contains(
            "problem topic %s.public.t may not be looked at by our user".formatted(prefix),
            "problem topic %s.features may not be written by our user".formatted(prefix),
            "warning topic %s.features has settings that our user may not see".formatted(prefix),
            "problem topic %s.letters may not be looked at by our user".formatted(prefix));
  }

  @Test
  void saysWhyItCannotGetIn() {
    String users = broker.bootstrapServersForUsers();
    assertThat(unreachable(users, LOGIN.formatted("wrong"))).contains("Authentication failed");
    assertThat(unreachable(broker.bootstrapServers(), "security.protocol: SSL"))
        .contains("check that it is up")
        .contains("security.protocol");
    assertThat(unreachable("127.0.0.1:1", "")).contains("Kafka at 127.0.0.1:1 cannot be looked at");
    PreflightRun refused =
        run(
            pipeline(
                users,
                "security.protocol: SASL_PLAINTEXT, sasl.jaas.config: '" + SECRET + "'",
                ""));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("source.kafka.properties are refused by Kafka's client");
  }

  private static String unreachable(String servers, String properties) {
    PreflightRun run = run(new PreflightKafkaIT().pipeline(servers, properties, ""));
    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    return run.err();
  }

  private static PreflightRun run(String pipeline) {
    return PreflightRun.of(pipeline, "--only", "kafka");
  }

  private List<String> look(String more) {
    return findings(pipeline(broker.bootstrapServers(), "", more), "--only", "kafka");
  }

  private String pipeline(String servers, String properties, String more) {
    return """
        version: 1
        source: { kafka: { bootstrap-servers: "%2$s", topic-prefix: %1$s, properties: { %3$s } } }
        redis: { url: "redis://none" }
        tables: { public.t: {} }
        rollups:
          clicks: { from: public.t, entity: id, event-time: at, kafka-topic: %1$s.features, features: { n: { count: true, over: [lifetime] } } }
        dead-letters: { topic: %1$s.letters }
        %4$s
        """
        .formatted(prefix, servers, properties, more);
  }

  private static void create(String topic, String setting) throws Exception {
    String[] words = setting.split("=");
    NewTopic made =
        new NewTopic(topic, Optional.of(1), Optional.empty()).configs(Map.of(words[0], words[1]));
    admin.createTopics(List.of(made)).all().get(30, TimeUnit.SECONDS);
  }

  private static void allow(String topic, AclOperation operation) throws Exception {
    AclBinding binding =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
            new AccessControlEntry("User:app", "*", operation, AclPermissionType.ALLOW));
    admin.createAcls(List.of(binding)).all().get(30, TimeUnit.SECONDS);
  }
}
