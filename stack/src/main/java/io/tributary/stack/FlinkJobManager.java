package io.tributary.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The cluster's master. It keeps no record of its jobs: those of one that dies are gone. */
final class FlinkJobManager extends Component {
  private final FlinkConfiguration configuration;
  private final JsonHttp rest;

  FlinkJobManager(RunDirectory directory, FlinkConfiguration configuration, JsonHttp rest) {
    super("jobmanager", directory);
    this.configuration = configuration;
    this.rest = rest;
  }

  @Override
  void prepare() throws IOException {
    configuration.writeOnce();
  }

  @Override
  ChildProcess.Launch launch() {
    List<String> command =
        configuration
            .java(logFile())
            .fastStart(true)
            .with("-Xms256m", "-Xmx640m", "-XX:MaxMetaspaceSize=256m")
            .main(
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                configuration.arguments(Map.of()));
    return new ChildProcess.Launch(
        command, Map.of(), configuration.home(), configuration.conf().toString());
  }

  @Override
  boolean isReady() {
    return rest.answers("/overview");
  }

  @Override
  Duration readyWithin() {
    return Duration.ofMinutes(2);
  }

  @Override
  int stopRank() {
    return 2;
  }
}
