package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEnvironmentTest {

  @Test
  void checkpointsExactlyOnceWhereTheClusterSaysNothing() {
    StreamExecutionEnvironment env = prepared(new Configuration());
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(5000);
    assertThat(env.getCheckpointConfig().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(env.getMaxParallelism()).isEqualTo(720);
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(env.getConfiguration().get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
  }

  @Test
  void leavesTheClustersChoices() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(42));
    cluster.set(PipelineOptions.MAX_PARALLELISM, 60);
    cluster.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
    StreamExecutionEnvironment env = prepared(cluster);
    assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(42_000);
    assertThat(env.getMaxParallelism()).isEqualTo(60);
    assertThat(env.getConfiguration().get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isFalse();
  }

  /** Else a record could be in a channel when the checkpoint that covers it is complete. */
  @Test
  void takesNoUnalignedCheckpoints() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    assertThat(prepared(cluster).getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
  }

  /** RocksDB writes the options that it runs with beside its files. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesRocksDbItsFiltersUnlessTheClusterSaysOtherwise(
      boolean saysOtherwise, @TempDir Path directory) throws Exception {
    Configuration cluster = new Configuration();
    cluster.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    cluster.set(RocksDBOptions.LOCAL_DIRECTORIES, directory.toString());
    if (saysOtherwise) {
      cluster.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
    }
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, cluster));
    List<String> seen = new ArrayList<>();
    try (var filters =
        env.fromData(1, 2)
            .keyBy(number -> 0)
            .map(new FiltersOfRocksDb(directory.toString()))
            .executeAndCollect()) {
      filters.forEachRemaining(seen::add);
    }
    assertThat(seen).last(STRING).contains(saysOtherwise ? "nullptr" : "BloomFilter");
  }

  /** Tells with which filters RocksDB keeps the state that this function uses. */
  private static final class FiltersOfRocksDb extends RichMapFunction<Integer, String> {

    private static final long serialVersionUID = 1L;

    private final String directory;

    private FiltersOfRocksDb(String directory) {
      this.directory = directory;
    }

    @Override
    public String map(Integer number) throws IOException {
      getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.INT)).update(number);
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        StringBuilder options = new StringBuilder();
        for (Path file : files.filter(each -> each.toString().contains("OPTIONS-")).toList()) {
          Files.readAllLines(file).stream()
              .filter(line -> line.contains("filter_policy"))
              .forEach(options::append);
        }
        return options.toString();
      }
    }
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
