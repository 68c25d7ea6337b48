package io.tributary.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cluster's worker, ready when the JobManager has its slots. */
final class FlinkTaskManager extends Component {
  private static final int FRAMEWORK_HEAP = 128;
  private static final int FRAMEWORK_OFF_HEAP = 128;
  private static final int NETWORK = 192;
  private static final int METASPACE = 512;
  private static final int OVERHEAD = 192;

  private final FlinkConfiguration configuration;
  private final JsonHttp rest;
  private String resourceId = "";

  FlinkTaskManager(RunDirectory directory, FlinkConfiguration configuration, JsonHttp rest) {
    super("taskmanager", directory);
    this.configuration = configuration;
    this.rest = rest;
  }

  @Override
  void prepare() throws IOException {
    configuration.writeOnce();
    // The JobManager may still list the one that died under another name.
    resourceId = "taskmanager-" + System.currentTimeMillis();
  }

  @Override
  ChildProcess.Launch launch() {
    int heap = FRAMEWORK_HEAP + configuration.settings().taskHeapMegabytes();
    List<String> command =
        configuration
            .java(logFile())
            .fastStart(configuration.settings().fastStart())
            .with("-Xms" + heap + "m", "-Xmx" + heap + "m")
            .with("-XX:MaxDirectMemorySize=" + (FRAMEWORK_OFF_HEAP + NETWORK) + "m")
            .with("-XX:MaxMetaspaceSize=" + METASPACE + "m")
            .main(
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                configuration.arguments(memory()));
    return new ChildProcess.Launch(
        command, Map.of(), configuration.home(), configuration.conf().toString());
  }

  /** What Flink's start script computes: the process refuses to divide its memory itself. */
  private Map<String, String> memory() {
    FlinkSettings settings = configuration.settings();
    Map<String, String> memory = new TreeMap<>();
    memory.put("taskmanager.resource-id", resourceId);
    memory.put("taskmanager.cpu.cores", settings.slots() + ".0");
    put(memory, "framework.heap.size", FRAMEWORK_HEAP);
    put(memory, "framework.off-heap.size", FRAMEWORK_OFF_HEAP);
    put(memory, "task.heap.size", settings.taskHeapMegabytes());
    put(memory, "task.off-heap.size", 0);
    put(memory, "managed.size", settings.managedMegabytes());
    put(memory, "network.min", NETWORK);
    put(memory, "network.max", NETWORK);
    put(memory, "jvm-metaspace.size", METASPACE);
    put(memory, "jvm-overhead.min", OVERHEAD);
    put(memory, "jvm-overhead.max", OVERHEAD);
    return memory;
  }

  private static void put(Map<String, String> memory, String key, int megabytes) {
    memory.put("taskmanager.memory." + key, megabytes + "m");
  }

  @Override
  boolean isReady() {
    try {
      JsonHttp.Answer answer = rest.call("GET", "/taskmanagers/" + resourceId);
      return answer.isSuccess() && answer.success().path("slotsNumber").asInt() > 0;
    } catch (StackException jobManagerNotYet) {
      return false;
    }
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
