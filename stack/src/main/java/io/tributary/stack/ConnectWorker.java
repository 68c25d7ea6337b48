package io.tributary.stack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Kafka Connect worker with Debezium's PostgreSQL connector. Its REST interface on loopback has
 * no authentication. Connectors and their positions live in Kafka and survive the worker.
 */
public final class ConnectWorker extends Component {
  private static final int CONFLICT = 409;
  private static final String REPAIR = "dbz-repair";
  private static final Duration REBALANCE = Duration.ofMinutes(1);

  private final int port;
  private final String bootstrapServers;
  private final boolean fastStart;
  private final boolean repaired;
  private final JsonHttp rest;

  private ConnectWorker(
      RunDirectory directory,
      int port,
      String bootstrapServers,
      boolean fastStart,
      boolean repaired) {
    super("connect", directory);
    this.port = Loopback.port(port);
    this.bootstrapServers = bootstrapServers;
    this.fastStart = fastStart;
    this.repaired = repaired;
    this.rest = new JsonHttp("Connect", url());
  }

  /** A worker for tests: on a free port, soon up; call {@link #start()}. */
  public static ConnectWorker in(Path directory, KafkaBroker kafka) {
    return new ConnectWorker(new RunDirectory(directory), 0, kafka.bootstrapServers(), true, true);
  }

  /** The same with Debezium as it is released, without our repair. */
  public static ConnectWorker unrepaired(Path directory, KafkaBroker kafka) {
    return new ConnectWorker(new RunDirectory(directory), 0, kafka.bootstrapServers(), true, false);
  }

  /**
   * A worker on the port, 0 for a free one. It may be started before the broker is up.
   *
   * @param fastStart starts in half the time, and never reaches full speed
   */
  static ConnectWorker in(RunDirectory directory, int port, KafkaBroker kafka, boolean fastStart) {
    return new ConnectWorker(directory, port, kafka.bootstrapServers(), fastStart, true);
  }

  /** For example {@code http://127.0.0.1:18083}. */
  public String url() {
    return "http://" + Loopback.HOST + ":" + port;
  }

  /**
   * Creates the connector, or gives an existing one this configuration.
   *
   * @throws StackException with Connect's own message, for example about an invalid setting
   */
  public void putConnector(String name, Map<String, String> configuration) {
    untilStable("PUT", "/connectors/" + name + "/config", configuration);
  }

  /** State of the connector and its tasks, which Connect may report late by some seconds. */
  public ConnectorStatus status(String name) {
    return ConnectorStatus.of(rest.get("/connectors/" + name + "/status"));
  }

  /** Stops reading changes; the replication slot keeps them. */
  public void pause(String name) {
    untilStable("PUT", "/connectors/" + name + "/pause", Map.of());
  }

  public void resume(String name) {
    untilStable("PUT", "/connectors/" + name + "/resume", Map.of());
  }

  /** Deletes the connector; its replication slot and its topics stay. */
  public void delete(String name) {
    untilStable("DELETE", "/connectors/" + name, Map.of());
  }

  /**
   * Waits until the connector and its task run. That a task runs does not say that it reads: wait
   * for a heartbeat or a row to know.
   *
   * @throws StackException with the task's own error if it failed, or if it took too long
   */
  public void awaitRunning(String name, Duration within) {
    Deadline deadline = Deadline.in(within);
    for (ConnectorStatus status = statusIfKnown(name);
        !status.isRunning();
        status = statusIfKnown(name)) {
      if (status.hasFailed()) {
        throw new StackException("connector " + name + " failed: " + status.error());
      }
      String state = status.state();
      deadline.pauseOrThrow(
          () ->
              new StackException(
                  "connector %s is not running after %d s but %s. The worker's log is %s"
                      .formatted(name, within.toSeconds(), state, logFile())));
    }
  }

  private ConnectorStatus statusIfKnown(String name) {
    JsonHttp.Answer answer = rest.call("GET", "/connectors/" + name + "/status");
    return answer.isSuccess() ? ConnectorStatus.of(answer.success()) : ConnectorStatus.UNKNOWN;
  }

  /** While the worker distributes its work it refuses changes, which is no error. */
  private void untilStable(String method, String path, Map<String, String> body) {
    Deadline deadline = Deadline.in(REBALANCE);
    JsonHttp.Answer answer = rest.call(method, path, body);
    while (answer.status() == CONFLICT) {
      JsonHttp.Answer refused = answer;
      deadline.pauseOrThrow(() -> refused.failure());
      answer = rest.call(method, path, body);
    }
    answer.success();
  }

  @Override
  void prepare() throws IOException {
    Files.createDirectories(data());
    Files.writeString(configuration(), properties());
    if (!repaired) {
      copyReleased();
    }
  }

  private void copyReleased() throws IOException {
    Path plugin = Files.createDirectories(data().resolve("plugins/debezium"));
    try (DirectoryStream<Path> released =
        Files.newDirectoryStream(
            JavaCommand.folder("debezium"),
            jar -> !jar.getFileName().toString().startsWith(REPAIR))) {
      for (Path jar : released) {
        Files.copy(jar, plugin.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private String properties() {
    return """
        bootstrap.servers=%s
        group.id=connect
        listeners=%s
        rest.advertised.host.name=%s
        plugin.path=%s
        plugin.discovery=service_load
        key.converter=org.apache.kafka.connect.json.JsonConverter
        value.converter=org.apache.kafka.connect.json.JsonConverter
        config.storage.topic=connect-configs
        config.storage.replication.factor=1
        offset.storage.topic=connect-offsets
        offset.storage.replication.factor=1
        offset.storage.partitions=1
        status.storage.topic=connect-status
        status.storage.replication.factor=1
        status.storage.partitions=1
        # What was sent since the last flush is sent again after a crash.
        offset.flush.interval.ms=1000
        # A worker that was killed comes back: it must not wait for its former self for long.
        session.timeout.ms=8000
        heartbeat.interval.ms=2000
        scheduled.rebalance.max.delay.ms=0
        connector.client.config.override.policy=All
        """
        .formatted(
            bootstrapServers,
            url(),
            Loopback.HOST,
            repaired
                ? JavaCommand.folder("debezium").resolveSibling("")
                : data().resolve("plugins"));
  }

  private Path configuration() {
    return data().resolve("connect.properties");
  }

  @Override
  ChildProcess.Launch launch() {
    List<String> command =
        JavaCommand.of("connect")
            .with("-Xms128m", "-Xmx768m")
            .fastStart(fastStart)
            .simpleLogger()
            .main("org.apache.kafka.connect.cli.ConnectDistributed", configuration().toString());
    return new ChildProcess.Launch(command, Map.of(), data(), data().toString());
  }

  @Override
  boolean isReady() {
    return rest.answers("/connectors");
  }

  @Override
  Duration readyWithin() {
    return Duration.ofMinutes(3);
  }

  @Override
  int stopRank() {
    return 1;
  }
}
