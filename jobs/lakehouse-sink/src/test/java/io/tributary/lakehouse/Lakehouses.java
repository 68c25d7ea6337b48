package io.tributary.lakehouse;

import io.tributary.config.AuditConfig;
import io.tributary.config.LakehouseConfig;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.SimpleCounter;
import org.jspecify.annotations.Nullable;

/** Lakehouses for tests, and what their audits hold. */
final class Lakehouses {

  private Lakehouses() {}

  /** A lakehouse of files alone, which one process may write. */
  static LakehouseConfig in(Path directory) {
    return new LakehouseConfig(
        Map.of("type", "hadoop", "warehouse", directory.toUri().toString()),
        new AuditConfig("audit"));
  }

  /** A lakehouse whose catalog is a database of the server. */
  static LakehouseConfig in(Path directory, PostgresServer postgres, String database) {
    return new LakehouseConfig(
        Map.of(
            "type", "jdbc",
            "uri", postgres.jdbcUrl(database),
            "jdbc.user", postgres.user(),
            "jdbc.password", postgres.password(),
            "warehouse", directory.toUri().toString()),
        new AuditConfig("audit"));
  }

  /** Writes changes as the sink does between two checkpoints, and commits them. */
  static void write(LakehouseConfig config, RowTransition... changes) throws Exception {
    try (AuditWriter writer = writer(config)) {
      commit(config, write(writer, changes));
    }
  }

  static AuditWriter writer(LakehouseConfig config) {
    return new AuditWriter(LakehouseCatalog.open(config), 0, 0, new SimpleCounter());
  }

  static Collection<AuditBatch> write(AuditWriter writer, RowTransition... changes)
      throws Exception {
    for (RowTransition change : changes) {
      writer.write(change, CONTEXT);
    }
    return writer.prepareCommit();
  }

  /** Commits with a committer of its own, as after a restart. */
  static List<Commit> commit(LakehouseConfig config, Collection<AuditBatch> batches)
      throws Exception {
    List<Commit> commits = batches.stream().map(Commit::new).toList();
    try (AuditCommitter committer = new AuditCommitter(config)) {
      committer.commit(new ArrayList<>(commits));
    }
    return commits;
  }

  /** The audit of a table in the order of its changes. */
  static List<AuditEntry> entries(LakehouseConfig config, TableId table) throws Exception {
    try (AuditReader audit = AuditReader.open(config);
        Stream<AuditEntry> entries = audit.entries(table)) {
      return entries.sorted(Comparator.comparing(AuditEntry::lsn)).toList();
    }
  }

  /** An image of columns and values, one after the other. */
  static Map<String, @Nullable String> image(@Nullable String... columnsAndValues) {
    Map<String, @Nullable String> image = new HashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      image.put(String.valueOf(columnsAndValues[i]), columnsAndValues[i + 1]);
    }
    return image;
  }

  private static final SinkWriter.Context CONTEXT =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
          return null;
        }
      };
}
