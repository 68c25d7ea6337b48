package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {

  @Test
  void checkpointsExactlyOnceWhereTheClusterSaysNothing() {
    StreamExecutionEnvironment env = prepared(new Configuration());
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(5000);
    assertThat(env.getCheckpointConfig().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(env.getBufferTimeout()).isEqualTo(10);
    assertThat(env.getMaxParallelism()).isEqualTo(720);
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(env.getConfiguration().get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
    assertThat(env.getConfig().isUseSnapshotCompression()).isTrue();
    assertThat(env.getCheckpointConfig().getExternalizedCheckpointRetention())
        .isEqualTo(ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
  }

  @Test
  void leavesTheClustersChoices() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(42));
    cluster.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(70));
    cluster.set(PipelineOptions.MAX_PARALLELISM, 60);
    cluster.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
    cluster.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
    cluster.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment env = prepared(cluster);
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(42_000);
    assertThat(env.getBufferTimeout()).isEqualTo(70);
    assertThat(env.getMaxParallelism()).isEqualTo(60);
    assertThat(env.getConfiguration().get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isFalse();
    assertThat(env.getConfig().isUseSnapshotCompression()).isFalse();
    assertThat(env.getCheckpointConfig().getExternalizedCheckpointRetention())
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  /** Else a record could be in a channel when the checkpoint that covers it is complete. */
  @Test
  void takesNoUnalignedCheckpoints() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    assertThat(prepared(cluster).getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
  }

  /** Else a row of which a rollup's state knew and the ledger's did not would count twice. */
  @Test
  void checkpointsExactlyOnceWhateverTheClusterSays() {
    Configuration cluster = new Configuration();
    cluster.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
    assertThat(prepared(cluster).getCheckpointConfig().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
  }

  @Test
  void refusesTypesThatOnlyKryoCouldSerialize() {
    StreamExecutionEnvironment env = prepared(new Configuration());
    assertThatThrownBy(() -> env.fromData(Object.class, "x").print())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Generic types have been disabled");
  }

  private static StreamExecutionEnvironment prepared(Configuration cluster) {
    return JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(cluster));
  }
}
