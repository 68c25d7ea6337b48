package io.tributary.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Flink's {@code conf} directory and the command lines that Flink's scripts would make of it. */
final class FlinkConfiguration {
  /** What Flink's own {@code env.java.opts.all} opens to its code on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private static final String ADDRESS = Loopback.HOST;

  private final Path home;
  private final FlinkSettings settings;
  private final int restPort;
  private final int rpcPort = Loopback.port(0);
  private final int blobPort = Loopback.port(0);
  private boolean written;

  FlinkConfiguration(Path home, FlinkSettings settings) {
    this.home = home;
    this.settings = settings;
    this.restPort = Loopback.port(settings.restPort());
  }

  int restPort() {
    return restPort;
  }

  Path home() {
    return home;
  }

  /** The directory for {@code FLINK_CONF_DIR} and {@code --configDir}. */
  Path conf() {
    return home.resolve("conf");
  }

  Path checkpoints() {
    return home.resolve("checkpoints");
  }

  /** Both processes ask for it, at the same time, and the other may be reading it already. */
  synchronized void writeOnce() throws IOException {
    if (written) {
      return;
    }
    Files.createDirectories(conf());
    Files.createDirectories(checkpoints());
    Files.createDirectories(home.resolve("tmp"));
    Files.writeString(
        conf().resolve("config.yaml"),
        entries().entrySet().stream()
            .map(entry -> entry.getKey() + ": '" + entry.getValue().replace("'", "''") + "'\n")
            .collect(Collectors.joining()));
    try (InputStream log4j =
        FlinkConfiguration.class.getResourceAsStream("flink-log4j.properties")) {
      Files.copy(log4j, log4jFile(), StandardCopyOption.REPLACE_EXISTING);
    }
    written = true;
  }

  private Path log4jFile() {
    return conf().resolve("log4j.properties");
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>(addresses());
    entries.put("io.tmp.dirs", home.resolve("tmp").toString());
    entries.put("parallelism.default", Integer.toString(settings.parallelism()));
    entries.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
    entries.put("state.backend.type", "rocksdb");
    entries.put("execution.checkpointing.dir", checkpoints().toUri().toString());
    entries.put(
        "execution.checkpointing.savepoint-dir", home.resolve("savepoints").toUri().toString());
    entries.put(
        "execution.checkpointing.interval", settings.checkpointInterval().toMillis() + " ms");
    entries.put("execution.checkpointing.mode", "EXACTLY_ONCE");
    entries.put("execution.checkpointing.incremental", "true");
    entries.put("execution.checkpointing.num-retained", "3");
    entries.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    entries.put("restart-strategy.type", "fixed-delay");
    entries.put("restart-strategy.fixed-delay.attempts", Integer.toString(Integer.MAX_VALUE));
    entries.put("restart-strategy.fixed-delay.delay", "1 s");
    // A TaskManager that was killed is given up when two heartbeats in a row find no connection.
    // The timeout is for one that hangs, which a busy machine must not be mistaken for.
    entries.put("heartbeat.interval", "1000");
    entries.put("heartbeat.rpc-failure-threshold", "2");
    entries.put("heartbeat.timeout", "20000");
    // How long a TaskManager waits that has started before its JobManager.
    entries.put("cluster.registration.error-delay", "500");
    entries.put("web.submit.enable", "false");
    entries.putAll(settings.other());
    return entries;
  }

  private Map<String, String> addresses() {
    return Map.ofEntries(
        Map.entry("jobmanager.rpc.address", ADDRESS),
        Map.entry("jobmanager.rpc.port", Integer.toString(rpcPort)),
        Map.entry("jobmanager.bind-host", ADDRESS),
        Map.entry("blob.server.port", Integer.toString(blobPort)),
        Map.entry("rest.address", ADDRESS),
        Map.entry("rest.bind-address", ADDRESS),
        Map.entry("rest.port", Integer.toString(restPort)),
        Map.entry("rest.bind-port", Integer.toString(restPort)),
        Map.entry("taskmanager.host", ADDRESS),
        Map.entry("taskmanager.bind-host", ADDRESS));
  }

  JavaCommand java(Path log) {
    JavaCommand java = JavaCommand.of("flink");
    java.with(
        "-Dlog.file=" + log,
        "-Dlog4j.configurationFile=" + log4jFile().toUri(),
        "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
        "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
        "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
    OPENED.forEach(name -> java.with("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    return java;
  }

  /** The arguments of an entry point, the properties in Flink's own way. */
  String[] arguments(Map<String, String> properties) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", conf().toString()));
    properties.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
    return arguments.toArray(String[]::new);
  }

  FlinkSettings settings() {
    return settings;
  }
}
