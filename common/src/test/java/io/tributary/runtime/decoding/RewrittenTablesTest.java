package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.schema.HistoryTopic;
import io.tributary.schema.Rewrite;
import io.tributary.schema.SchemaHistory;
import io.tributary.testing.NamedMetrics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.junit.jupiter.api.Test;

class RewrittenTablesTest {

  private static final TableId ORDERS = TableId.parse("public.orders");

  private final Map<String, Metric> gauges = new HashMap<>();
  private final RewrittenTables tables =
      new RewrittenTables(
          PipelineConfig.parse(
              """
              version: 1
              source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app}}
              redis: {url: "redis://none"}
              tables: {public.orders: {}, public.users: {}}
              rollups:
                spend: {from: public.orders, entity: a, features: {last: {latest: b}}}
              """),
          PipelineMetrics.of(new NamedMetrics(gauges)));

  @Test
  void showsTheLastRewriteOfTheTablesOfThePipeline() {
    HistoryTopic topic =
        new HistoryTopic()
            .entry(HistoryTopic.after(100), 110, 7, rewritten(1, "orders"))
            .entry(HistoryTopic.after(100), 120, 7, rewritten(2, "others"));
    tables.accept(SchemaHistory.of(topic));
    assertThat(gauges).containsOnlyKeys("tributary.table.public.orders.rewrittenAtMillis");
    assertThat(gauges.values())
        .extracting(gauge -> (Object) ((Gauge<?>) gauge).getValue())
        .containsExactly(110L);
    topic.entry(HistoryTopic.after(200), 210, 8, rewritten(1, "orders"));
    tables.accept(SchemaHistory.of(topic));
    assertThat(gauges.values())
        .extracting(gauge -> (Object) ((Gauge<?>) gauge).getValue())
        .containsExactly(210L);
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    Rewrite rewrite = new Rewrite(Instant.parse("2026-02-28T12:00:00Z"), List.of("type"), 100, 110);
    assertThat(tables.warning(ORDERS, rewrite))
        .contains("public.orders at 2026-02-28T12:00:00Z (type)")
        .endsWith("tributary rollup signal spend | psql");
    assertThat(tables.warning(TableId.parse("public.users"), rewrite))
        .endsWith("execute-snapshot, with data-collections public.users");
  }

  private static String rewritten(long oid, String name) {
    return HistoryTopic.table(oid, name, "1 a integer") + ",\"rewritten\":[\"type\"]";
  }
}
