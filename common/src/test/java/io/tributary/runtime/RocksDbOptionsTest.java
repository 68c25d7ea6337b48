package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptionsFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/** With which options a prepared job's RocksDB runs: it writes them beside its files. */
class RocksDbOptionsTest {

  @TempDir private Path directory;

  @Test
  void filtersKeysAndCompressesOnlyWhatLasts() throws Exception {
    assertThat(optionsOf(new Configuration()))
        .contains(
            "compression_per_level=kNoCompression:{kNoCompression}:{kSnappyCompression}",
            "write_buffer_size=134217728")
        .anyMatch(line -> line.startsWith("filter_policy=") && line.contains("BloomFilter"));
  }

  @Test
  void leavesTheClustersChoices() throws Exception {
    Configuration cluster = new Configuration();
    cluster.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
    cluster.setString("state.backend.rocksdb.compression.per.level", "LZ4_COMPRESSION");
    assertThat(optionsOf(cluster))
        .contains("compression_per_level=kLZ4Compression", "filter_policy=nullptr");
  }

  /** The cluster's options here are none of RocksDB's and none of Flink's defaults. */
  @Test
  void addsToWhatTheClusterSaysAndChangesNothing() throws Exception {
    Configuration cluster = new Configuration();
    String prefix = "state.backend.rocksdb.";
    cluster.setString(prefix + "compaction.style", "UNIVERSAL");
    cluster.setString(prefix + "compression.per.level", "NO_COMPRESSION;LZ4_COMPRESSION");
    cluster.setString(prefix + "compaction.level.use-dynamic-size", "true");
    cluster.setString(prefix + "compaction.level.target-file-size-base", "17mb");
    cluster.setString(prefix + "compaction.level.max-size-level-base", "99mb");
    cluster.setString(prefix + "writebuffer.size", "24mb");
    cluster.setString(prefix + "writebuffer.count", "5");
    cluster.setString(prefix + "writebuffer.number-to-merge", "3");
    cluster.setString(prefix + "block.blocksize", "9kb");
    cluster.setString(prefix + "block.metadata-blocksize", "7kb");
    cluster.setString(prefix + "bloom-filter.bits-per-key", "13");
    List<String> ours = optionsOf(cluster);
    cluster.set(RocksDBOptions.OPTIONS_FACTORY, FlinksOwn.class.getName());
    List<String> flinks = optionsOf(cluster);
    assertThat(ours)
        .filteredOn(line -> !flinks.contains(line))
        .containsExactlyInAnyOrder(
            "memtable_whole_key_filtering=true",
            "memtable_prefix_bloom_size_ratio=0.010000",
            "memtable_insert_with_hint_prefix_extractor=rocksdb.FixedPrefix.2",
            "arena_block_size=1048576");
    assertThat(flinks).hasSameSizeAs(ours).contains("write_buffer_size=25165824");
  }

  @Test
  void beginsTheListOfFilesAnew() {
    try (DBOptions options = new DBOptions()) {
      assertThat(new RocksDbOptions().createDBOptions(options, List.of()).maxManifestFileSize())
          .isEqualTo(1 << 20);
    }
  }

  private List<String> optionsOf(Configuration cluster) throws Exception {
    Path files = Files.createTempDirectory(directory, "job");
    cluster.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    cluster.set(RocksDBOptions.LOCAL_DIRECTORIES, files.toString());
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, cluster));
    List<String> seen = new ArrayList<>();
    try (var options =
        env.fromData(1)
            .keyBy(number -> 0)
            .map(new OptionsOfItsState(files.toString()))
            .executeAndCollect()) {
      options.forEachRemaining(seen::add);
    }
    return seen.get(0).lines().map(String::strip).toList();
  }

  /** Leaves all as Flink sets it. */
  public static final class FlinksOwn implements RocksDBOptionsFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> toClose) {
      return options;
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
        ColumnFamilyOptions options, Collection<AutoCloseable> toClose) {
      return options;
    }
  }

  private static final class OptionsOfItsState extends RichMapFunction<Integer, String> {

    private static final long serialVersionUID = 1L;

    private final String directory;

    private OptionsOfItsState(String directory) {
      this.directory = directory;
    }

    @Override
    public String map(Integer number) throws IOException {
      getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.INT)).update(number);
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        Path newest =
            files
                .filter(file -> file.getFileName().toString().startsWith("OPTIONS-"))
                .max(Comparator.comparing(file -> file.getFileName().toString()))
                .orElseThrow();
        String options = Files.readString(newest);
        return options.substring(options.indexOf("[CFOptions \"last\"]"));
      }
    }
  }
}
