package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobMain;
import io.tributary.runtime.Ports;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job that keeps every change of every table, with both images, in Iceberg audit tables. */
public final class LakehouseSinkJob {

  private LakehouseSinkJob() {}

  public static void main(String[] args) throws Exception {
    JobMain.run(
        args,
        "lakehouse-sink",
        "Keeps every change of every table in Iceberg audit tables.",
        LakehouseSinkJob::define);
  }

  static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    LakehouseConfig lakehouse = config.lakehouse();
    if (lakehouse == null) {
      throw new IllegalArgumentException(
          "pipeline.yaml has no lakehouse: name its catalog, or do not start this job");
    }
    Set<TableId> tables = config.tables().keySet();
    try (ChangeStream changes = ChangeStream.open(env, config, ports, tables)) {
      changes
          .transitions(allColumns(tables))
          .sinkTo(new AuditSink(lakehouse))
          .uid(AuditSink.UID)
          .name("audit tables");
    }
  }

  private static Map<TableId, Set<String>> allColumns(Set<TableId> tables) {
    return tables.stream().collect(Collectors.toMap(table -> table, table -> Set.of()));
  }
}
