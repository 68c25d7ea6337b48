package io.tributary.benchmarks.ledger;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** One way to turn the messages into what happened to each row. */
interface Contender {

  /**
   * Runs once over all messages.
   *
   * @param collect whether to leave the final rows in {@link Measured#rows}, instead of throwing
   *     the changes away
   */
  void run(boolean collect) throws Exception;

  static Contender of(String name) {
    return switch (name) {
      case "tributary" -> new TributaryLedger();
      case "sql" -> new SqlChangelogNormalize(false);
      case "sqlMiniBatch" -> new SqlChangelogNormalize(true);
      default -> throw new IllegalArgumentException("no contender " + name);
    };
  }

  /** The cluster, the same for all: RocksDB, no checkpoint during a run. */
  static Configuration cluster() {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(10));
    configuration.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false);
    return configuration;
  }
}
