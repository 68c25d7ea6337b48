package io.tributary.lakehouse;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.LakehouseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobMain;
import io.tributary.runtime.Ports;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps every change of every table of the pipeline, with both images, operation, positions and
 * times, in Iceberg: one audit table per source table, created when its first change comes.
 */
public final class LakehouseSinkJob {

  private LakehouseSinkJob() {}

  public static void main(String[] args) throws Exception {
    JobMain.run(
        args,
        "lakehouse-sink",
        "Keeps every change of every table in Iceberg audit tables.",
        LakehouseSinkJob::define);
  }

  /** The whole topology. */
  public static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    LakehouseConfig lakehouse = lakehouse(config);
    Set<TableId> tables = config.tables().keySet();
    try (ChangeStream changes = ChangeStream.open(env, config, ports, tables)) {
      changes
          .history(allColumns(tables))
          .sinkTo(new AuditSink(lakehouse, changes.freshness()))
          .uid(AuditSink.UID)
          .name("audit tables");
    }
  }

  private static Map<TableId, Set<String>> allColumns(Set<TableId> tables) {
    return tables.stream().collect(Collectors.toMap(table -> table, table -> Set.of()));
  }

  private static LakehouseConfig lakehouse(PipelineConfig config) {
    LakehouseConfig lakehouse = config.lakehouse();
    if (lakehouse == null) {
      throw new InvalidConfigException(
          "pipeline.yaml",
          List.of(
              new Violation("lakehouse", 0, "is missing", "name the catalog of the audit tables")));
    }
    return lakehouse;
  }
}
