package io.tributary.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Kafka broker that is its own controller, on loopback, without authentication. Topics are made
 * by those who own them: nothing is created by asking for it. Transactional producers work.
 */
public final class KafkaBroker extends Component {
  private final int port;
  private final int controllerPort;
  private final int loginPort;
  private final boolean fastStart;
  private final Map<String, String> passwords;

  private KafkaBroker(
      RunDirectory directory, int port, boolean fastStart, Map<String, String> passwords) {
    super("kafka", directory);
    this.port = Loopback.port(port);
    this.controllerPort = Loopback.port(0);
    this.loginPort = Loopback.port(0);
    this.fastStart = fastStart;
    this.passwords = Map.copyOf(passwords);
  }

  /** A broker for tests: on a free port, soon up; call {@link #start()}. */
  public static KafkaBroker in(Path directory) {
    return new KafkaBroker(new RunDirectory(directory), 0, true, Map.of());
  }

  /**
   * The same with a second port for users, by SASL PLAIN without TLS, who may do nothing that no
   * ACL grants them. At the first port everybody may do everything.
   *
   * @param passwords by user
   */
  public static KafkaBroker withLogins(Path directory, Map<String, String> passwords) {
    return new KafkaBroker(new RunDirectory(directory), 0, true, passwords);
  }

  /**
   * A broker on the port, 0 for a free one.
   *
   * @param fastStart starts in half the time, and never reaches full speed
   */
  static KafkaBroker in(RunDirectory directory, int port, boolean fastStart) {
    return new KafkaBroker(directory, port, fastStart, Map.of());
  }

  /** For example {@code 127.0.0.1:19092}. */
  public String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  /** Where users log in. */
  public String bootstrapServersForUsers() {
    return Loopback.HOST + ":" + loginPort;
  }

  @Override
  void prepare() throws IOException {
    Files.createDirectories(data());
    Files.writeString(configuration(), properties());
    if (!Files.exists(data().resolve("log").resolve("meta.properties"))) {
      List<String> format =
          java(true)
              .main(
                  "kafka.tools.StorageTool",
                  "format",
                  "--cluster-id",
                  newClusterId(),
                  "--config",
                  configuration().toString());
      run(new ChildProcess.Launch(format, Map.of(), data(), data().toString()), readyWithin());
    }
  }

  /** 16 bytes in Kafka's encoding. The storage keeps it through restarts. */
  private static String newClusterId() {
    byte[] id = Arrays.copyOf("tributary".getBytes(StandardCharsets.US_ASCII), 16);
    byte[] random = new byte[id.length - "tributary".length()];
    new SecureRandom().nextBytes(random);
    System.arraycopy(random, 0, id, id.length - random.length, random.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private String properties() {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s:%3$d
        listeners=BROKER://%1$s:%2$d,CONTROLLER://%1$s:%3$d
        advertised.listeners=BROKER://%1$s:%2$d
        listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=BROKER
        controller.listener.names=CONTROLLER
        log.dirs=%4$s
        auto.create.topics.enable=false
        default.replication.factor=1
        min.insync.replicas=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        transaction.max.timeout.ms=3600000
        group.initial.rebalance.delay.ms=0
        # A broker that comes back waits until its former self has been given up.
        broker.session.timeout.ms=3000
        broker.heartbeat.interval.ms=500
        message.max.bytes=33554432
        replica.fetch.max.bytes=33554432
        log.cleaner.dedupe.buffer.size=16777216
        """
            .formatted(Loopback.HOST, port, controllerPort, data().resolve("log"))
        + (passwords.isEmpty() ? "" : logins());
  }

  /** What is named twice counts as it is named last. */
  private String logins() {
    String users =
        passwords.entrySet().stream()
            .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
            .collect(Collectors.joining());
    return """
        listeners=BROKER://%1$s:%2$d,CONTROLLER://%1$s:%3$d,USERS://%1$s:%4$d
        advertised.listeners=BROKER://%1$s:%2$d,USERS://%1$s:%4$d
        listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_PLAINTEXT
        sasl.enabled.mechanisms=PLAIN
        listener.name.users.plain.sasl.jaas.config=\
          org.apache.kafka.common.security.plain.PlainLoginModule required%5$s;
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        """
        .formatted(Loopback.HOST, port, controllerPort, loginPort, users);
  }

  private Path configuration() {
    return data().resolve("server.properties");
  }

  private static JavaCommand java(boolean fast) {
    return JavaCommand.of("kafka").with("-Xms256m", "-Xmx768m").fastStart(fast).simpleLogger();
  }

  @Override
  ChildProcess.Launch launch() {
    return new ChildProcess.Launch(
        java(fastStart).main("kafka.Kafka", configuration().toString()),
        Map.of(),
        data(),
        data().toString());
  }

  @Override
  boolean isReady() {
    return KafkaProbe.answers(port);
  }

  @Override
  Duration readyWithin() {
    return Duration.ofMinutes(2);
  }

  @Override
  int stopRank() {
    return 3;
  }
}
