package io.tributary.benchmarks.process;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** One way to do the work that is compared. */
public interface Contender {

  /**
   * Runs once over all messages.
   *
   * @param collect whether to leave the final rows in {@link Measured#rows}, instead of throwing
   *     the changes away
   */
  void run(boolean collect) throws Exception;

  /** What the contender tells about how it works; empty for nothing. */
  default String plan() {
    return "";
  }

  /**
   * The cluster, the same for all: no checkpoint during a run, unless property {@code checkpoints}
   * names where they go; then there is one every second, and Flink logs its size and duration.
   *
   * @param backend {@code rocksdb} or {@code hashmap}
   */
  static Configuration cluster(String backend) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(10));
    String checkpoints = System.getProperty("checkpoints");
    if (checkpoints != null) {
      configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    }
    configuration.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false);
    return configuration;
  }
}
