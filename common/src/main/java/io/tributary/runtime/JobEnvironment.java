package io.tributary.runtime;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The settings without which a job would not be right, and defaults for those that may differ. */
public final class JobEnvironment {

  /**
   * How far a job can be scaled out, for its whole life: keyed state is divided by it. 720 has many
   * divisors, so that most parallelisms share keys evenly.
   */
  private static final int MAX_PARALLELISM = 720;

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(100);

  /** Flink's 100 ms would be most of what a change takes, as it passes two or three exchanges. */
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

  /** Flink's option by its key: RocksDB need not be on the class path of what submits a job. */
  private static final ConfigOption<Boolean> USE_BLOOM_FILTER =
      ConfigOptions.key("state.backend.rocksdb.use-bloom-filter").booleanType().noDefaultValue();

  private static final ConfigOption<String> COMPRESSION =
      ConfigOptions.key("state.backend.rocksdb.compression.per.level")
          .stringType()
          .noDefaultValue();

  private static final ConfigOption<MemorySize> WRITE_BUFFER =
      ConfigOptions.key("state.backend.rocksdb.writebuffer.size").memoryType().noDefaultValue();

  private static final ConfigOption<String> OPTIONS_FACTORY =
      ConfigOptions.key("state.backend.rocksdb.options-factory").stringType().noDefaultValue();

  /** {@link RocksDbOptions}, which cannot be asked for its name without RocksDB. */
  private static final String ROCKS_DB_OPTIONS = "io.tributary.runtime.RocksDbOptions";

  private JobEnvironment() {}

  /**
   * Prepares an environment. Records are immutable, so operators share them; a type that Flink
   * would hand to Kryo is an error. No record is behind the barrier of a checkpoint that precedes
   * it: that is how a job knows what has been written once a checkpoint is complete, so unaligned
   * checkpoints are off. No state knows a record that comes behind its barrier, which a rollup
   * would count again after a restore: checkpoints are exactly-once. What else the cluster's
   * configuration says about maximum parallelism, checkpoints and RocksDB's options stands.
   *
   * <p>The last checkpoint of a job that fails for good is kept: what it has to be told or rid of
   * is for people, who then start it from there.
   *
   * <p>Most rows that the ledger asks RocksDB for are new. Filters answer that without a look into
   * any file, or into the table of the latest writes. And to compress files that are soon merged
   * with others would cost a tenth of the ledger's CPU time, as would tables of the latest writes
   * half as large: more files, more of which are asked for a row. Where managed memory is scarce,
   * that ends them before.
   *
   * <p>State on heap is compressed where it is saved. Flink restores it from a file byte by byte,
   * each of which is a call of the operating system, unless there is a decompressor in between.
   */
  public static StreamExecutionEnvironment prepared(StreamExecutionEnvironment env) {
    // All that is there already, too: a state backend is configured when it is named, not later.
    Configuration settings = Configuration.fromMap(env.getConfiguration().toMap());
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    byDefault(settings, PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    byDefault(settings, PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
    byDefault(settings, ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    byDefault(settings, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    byDefault(
        settings,
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    byDefault(settings, ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    byDefault(settings, USE_BLOOM_FILTER, true);
    byDefault(settings, COMPRESSION, "NO_COMPRESSION;NO_COMPRESSION;SNAPPY_COMPRESSION");
    byDefault(settings, WRITE_BUFFER, MemorySize.ofMebiBytes(128));
    byDefault(settings, OPTIONS_FACTORY, ROCKS_DB_OPTIONS);
    env.configure(settings);
    return env;
  }

  private static <T> void byDefault(Configuration settings, ConfigOption<T> option, T value) {
    if (settings.getOptional(option).isEmpty()) {
      settings.set(option, value);
    }
  }
}
