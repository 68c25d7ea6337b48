package io.tributary.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A schema registry with Confluent's interface: Apicurio Registry on loopback, without
 * authentication. It keeps everything in its memory.
 */
public final class SchemaRegistryServer extends Component {

  private final int port;
  private final JsonHttp rest;

  private SchemaRegistryServer(RunDirectory directory) {
    super("registry", directory);
    this.port = Loopback.port(0);
    this.rest = new JsonHttp("the registry", base());
  }

  /** A registry for tests, on a free port; call {@link #start()}. */
  public static SchemaRegistryServer in(Path directory) {
    return new SchemaRegistryServer(new RunDirectory(directory));
  }

  /** Where it answers as Confluent's registry does. */
  public String url() {
    return base() + "/apis/ccompat/v7";
  }

  /** Where it answers as itself, which its own converter needs. */
  String ownUrl() {
    return base() + "/apis/registry/v2";
  }

  private String base() {
    return "http://" + Loopback.HOST + ":" + port;
  }

  @Override
  void prepare() throws IOException {
    Files.createDirectories(data());
  }

  @Override
  ChildProcess.Launch launch() {
    List<String> command =
        JavaCommand.of("registry")
            .with("-Xmx256m", "-Dquarkus.http.host=" + Loopback.HOST, "-Dquarkus.http.port=" + port)
            .with("-Dtributary.run=" + data())
            .fastStart(true)
            .main("io.quarkus.runner.GeneratedMain");
    return new ChildProcess.Launch(command, Map.of(), data(), data().toString());
  }

  @Override
  boolean isReady() {
    return rest.answers("/apis/ccompat/v7/subjects");
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
