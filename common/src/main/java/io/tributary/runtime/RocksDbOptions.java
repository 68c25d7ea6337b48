package io.tributary.runtime;

import java.util.Collection;
import java.util.Properties;
import org.apache.flink.contrib.streaming.state.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * What RocksDB can do for state that is read and written key by key, and Flink has no settings for;
 * {@link JobEnvironment} has jobs use it.
 *
 * <p>The table in memory that takes the latest writes gets a filter of the keys in it, so that a
 * row that is new is not searched for; iterators do not ask the filter, so it hides nothing from
 * savepoints and rescaling. And the place of a key is looked for beginning where the last key of
 * its key group went, which is next to it for rows that come with ascending keys.
 */
public final class RocksDbOptions implements RocksDBOptionsFactory {

  private static final long serialVersionUID = 1L;

  /** The filter's size by that of the table: of 128 MiB one and a third. */
  private static final String FILTER_RATIO = "0.01";

  /** Key groups have two bytes where there are more than 128 of them. */
  private static final String KEY_GROUP = "fixed:2";

  /** In which a table grows. Each has its filter at once, and an eighth of it would be more. */
  private static final long BLOCK_BYTES = 1 << 20;

  /** Each flush adds to the list of files, which each checkpoint stores: begun anew beyond this. */
  private static final long MANIFEST_BYTES = 1 << 20;

  @Override
  public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> toClose) {
    return options.setMaxManifestFileSize(MANIFEST_BYTES);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions flinks, Collection<AutoCloseable> toClose) {
    Properties byName = new Properties();
    byName.setProperty("memtable_whole_key_filtering", "true");
    byName.setProperty("memtable_prefix_bloom_size_ratio", FILTER_RATIO);
    byName.setProperty("memtable_insert_with_hint_prefix_extractor", KEY_GROUP);
    ColumnFamilyOptions options = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(byName);
    if (options == null) {
      throw new IllegalStateException("this RocksDB lacks one of " + byName.stringPropertyNames());
    }
    toClose.add(options);
    return withAllOf(flinks, options).setArenaBlockSize(BLOCK_BYTES);
  }

  /** Options by name cannot be added to others, so what Flink sets is copied. */
  private static ColumnFamilyOptions withAllOf(
      ColumnFamilyOptions flinks, ColumnFamilyOptions options) {
    return options
        .setCompactionStyle(flinks.compactionStyle())
        .setCompressionPerLevel(flinks.compressionPerLevel())
        .setLevelCompactionDynamicLevelBytes(flinks.levelCompactionDynamicLevelBytes())
        .setTargetFileSizeBase(flinks.targetFileSizeBase())
        .setMaxBytesForLevelBase(flinks.maxBytesForLevelBase())
        .setWriteBufferSize(flinks.writeBufferSize())
        .setMaxWriteBufferNumber(flinks.maxWriteBufferNumber())
        .setMinWriteBufferNumberToMerge(flinks.minWriteBufferNumberToMerge())
        .setTableFormatConfig(flinks.tableFormatConfig());
  }
}
