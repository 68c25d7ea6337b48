package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.testing.NamedMetrics;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.junit.jupiter.api.Test;

class UnrepairedConnectorsTest {

  private static final TableId ORDERS = TableId.parse("public.orders");
  private static final String KAFKA = "kafka: {bootstrap-servers: \"none:1\", topic-prefix: app}}";

  private final Map<String, Metric> counters = new HashMap<>();

  @Test
  void countsEachVersionOfATableOnce() {
    UnrepairedConnectors connectors = connectors(KAFKA);
    connectors.accept(ORDERS, "3.7.0.Final");
    connectors.accept(ORDERS, "3.7.0.Final");
    connectors.accept(TableId.parse("public.others"), "3.7.0.Final");
    assertThat(counters).containsOnlyKeys("tributary.table.public.orders.unrepaired");
    assertThat(count()).isEqualTo(1);
    connectors.accept(ORDERS, "3.6.1.Final");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void takesWhatIsNoVersionForOne() {
    UnrepairedConnectors connectors = connectors(KAFKA);
    connectors.accept(ORDERS, "");
    connectors.accept(ORDERS, "\u001b[31m");
    assertThat(count()).isEqualTo(1);
    assertThat(UnrepairedConnectors.warning(ORDERS, "3.7.0.Final"))
        .startsWith("records of public.orders were written by Debezium 3.7.0.Final without")
        .contains("Put dbz-repair beside the connector");
  }

  @Test
  void saysNothingOfTheConnectorInsideOfAJob() {
    String direct =
        "postgres: {slot: s, publication: p, accept-known-defects: true}}\n"
            + "database: {url: \"jdbc:postgresql://none/app\", user: u, password: p}";
    connectors(direct).accept(ORDERS, "1.9.8.Final");
    assertThat(counters).isEmpty();
  }

  private long count() {
    return ((Counter) counters.values().iterator().next()).getCount();
  }

  private UnrepairedConnectors connectors(String source) {
    PipelineConfig config =
        PipelineConfig.parse("version: 1\ntables: {public.orders: {}}\nsource: {" + source + "\n");
    return new UnrepairedConnectors(config, PipelineMetrics.of(new NamedMetrics(counters)));
  }
}
