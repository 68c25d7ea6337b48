package io.tributary.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Redis on loopback, without a password, that keeps its data in an append-only file. Redis 6.2
 * comes with the build; it needs OpenSSL 3 and glibc 2.34. Another {@code redis-server} can be
 * given.
 */
public final class RedisServer extends Component {
  /** From a node's port to the one at which the other nodes of its cluster talk to it. */
  private static final int TO_CLUSTER_PORT = 10_000;

  private final int port;
  private final String program;
  private final List<String> settings;
  private final boolean sentinel;

  private RedisServer(
      RunDirectory directory, int port, String program, List<String> settings, boolean sentinel) {
    super("redis", directory);
    this.port = port;
    this.program = program;
    this.settings = List.copyOf(settings);
    this.sentinel = sentinel;
  }

  /** A server on a free port; call {@link #start()}. */
  public static RedisServer in(Path directory) {
    return in(directory, new String[0]);
  }

  /**
   * A server on a free port.
   *
   * @param settings further lines of {@code redis.conf}
   */
  public static RedisServer in(Path directory, String... settings) {
    return new RedisServer(
        new RunDirectory(directory), Loopback.port(0), "", List.of(settings), false);
  }

  /**
   * A node of a cluster that others have yet to meet, on a free port.
   *
   * @param settings further lines of {@code redis.conf}
   */
  public static RedisServer clusterNodeIn(Path directory, String... settings) {
    List<String> all = new ArrayList<>(List.of("cluster-enabled yes"));
    all.addAll(List.of(settings));
    int port = Loopback.portOfTwo(TO_CLUSTER_PORT);
    return new RedisServer(new RunDirectory(directory), port, "", all, false);
  }

  /**
   * A Sentinel on a free port.
   *
   * @param settings further lines of {@code sentinel.conf}
   */
  public static RedisServer sentinelIn(Path directory, String... settings) {
    return new RedisServer(
        new RunDirectory(directory), Loopback.port(0), "", List.of(settings), true);
  }

  /**
   * A server on the port, 0 for a free one.
   *
   * @param program the path of a {@code redis-server}, empty for the one that comes with the build
   */
  static RedisServer in(RunDirectory directory, int port, String program) {
    return new RedisServer(directory, Loopback.port(port), program, List.of(), false);
  }

  /** A free port for what a server listens on besides, for example with {@code tls-port}. */
  public static int freePort() {
    return Loopback.port(0);
  }

  public int port() {
    return port;
  }

  /** For example {@code redis://127.0.0.1:16379}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  void prepare() throws IOException {
    Files.createDirectories(data());
    Files.writeString(
        configuration(),
        """
        bind 127.0.0.1
        port %d
        dir "%s"
        appendonly yes
        save ""
        # A changed title would hide the command line by which a later run recognises this process.
        set-proc-title no
        %s
        """
            .formatted(port, data(), String.join("\n", settings)));
  }

  @Override
  ChildProcess.Launch launch() {
    List<String> command = new ArrayList<>();
    command.add(program.isEmpty() ? bundled() : program);
    command.add(configuration().toString());
    if (sentinel) {
      command.add("--sentinel");
    }
    return new ChildProcess.Launch(command, Map.of(), data(), data().toString());
  }

  private Path configuration() {
    return data().resolve("redis.conf");
  }

  private static String bundled() {
    return BinaryCache.ofUser()
        .directory("redis", resource(), RedisServer::unpack)
        .resolve("redis-server")
        .toString();
  }

  private static void unpack(InputStream in, Path directory) throws IOException {
    Path server = directory.resolve("redis-server");
    Files.copy(in, server);
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String resource() {
    return switch (Platform.current()) {
      case LINUX_X86_64 -> "redis-server-6.2.6-v5-linux-amd64";
      case LINUX_ARM64 -> "redis-server-6.2.7-linux-arm64";
      case MACOS_X86_64 -> "redis-server-6.2.6-v5-darwin-amd64";
      case MACOS_ARM64 -> "redis-server-6.2.6-v5-darwin-arm64";
    };
  }

  @Override
  boolean isReady() {
    try (Socket socket = Loopback.connect(port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("+PONG".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  Duration readyWithin() {
    return Duration.ofSeconds(30);
  }

  @Override
  int stopRank() {
    return 5;
  }
}
