package io.tributary.benchmarks.ledger;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.Measured;
import io.tributary.benchmarks.process.Restartable;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Flink SQL from {@code debezium-json} to {@code blackhole} with a primary key and {@code
 * table.exec.source.cdc-events-duplicate}, which has the planner put ChangelogNormalize behind the
 * source.
 */
final class SqlChangelogNormalize implements Contender, Restartable {

  private static final String COLUMNS =
      """
      id BIGINT, user_id BIGINT, session_id STRING, event_type STRING, item_id BIGINT,
      `value` DECIMAL(10, 2), occurred_at TIMESTAMP_LTZ(6), properties STRING, device STRING,
      version BIGINT""";

  private static final String PLANNED = "INSERT INTO nowhere SELECT * FROM events";

  private final Configuration settings;

  SqlChangelogNormalize(Map<String, String> settings) {
    this.settings = Configuration.fromMap(settings);
  }

  @Override
  public void run(boolean collect) throws Exception {
    StreamExecutionEnvironment env = environment(new Configuration());
    StreamTableEnvironment tables = tables(env);
    if (collect) {
      tables
          .toChangelogStream(tables.from("events"))
          .map(SqlChangelogNormalize::collect)
          .sinkTo(new DiscardingSink<>());
      env.execute("sql");
    } else {
      tables.executeSql(PLANNED).await();
    }
  }

  @Override
  public JobClient start(Configuration more) {
    return tables(environment(more)).executeSql(PLANNED).getJobClient().orElseThrow();
  }

  /** Which tells, too, whether the planner put ChangelogNormalize in. */
  @Override
  public String plan() {
    return tables(environment(new Configuration())).explainSql(PLANNED);
  }

  private StreamExecutionEnvironment environment(Configuration more) {
    Configuration cluster = Contender.cluster("rocksdb");
    cluster.set(PipelineOptions.OBJECT_REUSE, true);
    cluster.addAll(settings);
    cluster.addAll(more);
    return StreamExecutionEnvironment.createLocalEnvironment(1, cluster);
  }

  private StreamTableEnvironment tables(StreamExecutionEnvironment env) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    tables.getConfig().addConfiguration(settings);
    tables.getConfig().set("table.exec.source.cdc-events-duplicate", "true");
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql(
        "CREATE TABLE events ("
            + COLUMNS
            + ", PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'messages', 'format' ="
            + " 'debezium-json', 'debezium-json.timestamp-format.standard' = 'ISO-8601')");
    tables.executeSql("CREATE TABLE nowhere (" + COLUMNS + ") WITH ('connector' = 'blackhole')");
    return tables;
  }

  private static Long collect(Row row) {
    Map<Long, String> rows = Objects.requireNonNull(Measured.rows());
    Long id = (Long) Objects.requireNonNull(row.getField(0));
    if (row.getKind() == RowKind.DELETE) {
      rows.remove(id);
    } else if (row.getKind() != RowKind.UPDATE_BEFORE) {
      rows.put(id, FinalRow.of(row));
    }
    return id;
  }
}
