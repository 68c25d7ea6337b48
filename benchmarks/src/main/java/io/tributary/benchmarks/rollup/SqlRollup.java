package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.Measured;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Flink SQL from {@code debezium-json}, with the columns that the query needs, to {@code
 * blackhole}. As it comes, it takes each message for a change, so that a replay counts twice. Made
 * exact, it has a primary key and {@code table.exec.source.cdc-events-duplicate}, by which the
 * planner puts ChangelogNormalize behind the source: that keeps every row and drops what is told
 * again, as our ledger does.
 */
final class SqlRollup implements Contender {

  private final Work work;
  private final String backend;
  private final boolean exact;
  private final boolean miniBatch;

  SqlRollup(Work work, String backend, boolean exact, boolean miniBatch) {
    this.work = work;
    this.backend = backend;
    this.exact = exact;
    this.miniBatch = miniBatch;
  }

  @Override
  public void run(boolean collect) throws Exception {
    Configuration cluster = Contender.cluster(backend);
    cluster.set(PipelineOptions.OBJECT_REUSE, true);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, cluster);
    StreamTableEnvironment tables = tables(env);
    if (collect) {
      long lastWindowEnd = Work.lastWindowEnd(Measured.messages().messages());
      Work collected = work;
      tables
          .toChangelogStream(tables.sqlQuery(work.query()))
          .map(row -> collect(row, collected, lastWindowEnd))
          .sinkTo(new DiscardingSink<>());
      env.execute("sql");
    } else {
      tables.executeSql(insert()).await();
    }
  }

  @Override
  public String plan() {
    return tables(StreamExecutionEnvironment.createLocalEnvironment(1)).explainSql(insert());
  }

  private StreamTableEnvironment tables(StreamExecutionEnvironment env) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    tables.getConfig().set("table.local-time-zone", "UTC");
    if (miniBatch) {
      tables.getConfig().set("table.exec.mini-batch.enabled", "true");
      tables.getConfig().set("table.exec.mini-batch.allow-latency", "100 ms");
      tables.getConfig().set("table.exec.mini-batch.size", "5000");
    }
    if (exact) {
      tables.getConfig().set("table.exec.source.cdc-events-duplicate", "true");
    }
    String key = exact ? ", id BIGINT, PRIMARY KEY (id) NOT ENFORCED" : "";
    String watermark = work == Work.WINDOW ? ", WATERMARK FOR occurred_at AS occurred_at" : "";
    tables.executeSql(
        "CREATE TABLE events (user_id BIGINT, event_type STRING, `value` DECIMAL(10, 2),"
            + " occurred_at TIMESTAMP_LTZ(3), device STRING"
            + key
            + watermark
            + ") WITH ('connector' = 'messages', 'format' = 'debezium-json',"
            + " 'debezium-json.timestamp-format.standard' = 'ISO-8601')");
    String end = work == Work.WINDOW ? "window_end TIMESTAMP(3), " : "";
    tables.executeSql(
        "CREATE TABLE nowhere (user_id BIGINT, "
            + end
            + "`events` BIGINT, `views` BIGINT, clicks BIGINT, spend DECIMAL(38, 2), ios BIGINT,"
            + " ios_value DECIMAL(38, 2)) WITH ('connector' = 'blackhole')");
    return tables;
  }

  private String insert() {
    return "INSERT INTO nowhere " + work.query();
  }

  private static Long collect(Row row, Work work, long lastWindowEnd) {
    Map<Long, String> rows = Objects.requireNonNull(Measured.rows());
    Long user = (Long) Objects.requireNonNull(row.getField(0));
    int first = 1;
    if (work == Work.WINDOW) {
      LocalDateTime end = (LocalDateTime) Objects.requireNonNull(row.getField(1));
      if (end.toInstant(ZoneOffset.UTC).toEpochMilli() != lastWindowEnd) {
        return user;
      }
      first = 2;
    }
    if (row.getKind() == RowKind.DELETE) {
      rows.remove(user);
    } else if (row.getKind() != RowKind.UPDATE_BEFORE) {
      rows.put(user, text(user, row, first));
    }
    return user;
  }

  /** A sum of no rows is NULL here, and 0 as a feature. */
  private static String text(Long user, Row row, int first) {
    StringJoiner text = new StringJoiner("|").add(user.toString());
    for (int i = first; i < row.getArity(); i++) {
      Object value = row.getField(i);
      text.add(
          value instanceof BigDecimal decimal
              ? decimal.stripTrailingZeros().toPlainString()
              : value == null ? "0" : value.toString());
    }
    return text.toString();
  }
}
