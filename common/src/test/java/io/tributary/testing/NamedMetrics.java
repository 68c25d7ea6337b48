package io.tributary.testing;

import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps counters and gauges by their whole names, such as {@code table.public.orders.rows}. */
public final class NamedMetrics extends UnregisteredMetricsGroup {

  private final Map<String, Metric> metrics;
  private final String scope;

  /**
   * @param metrics takes them
   */
  public NamedMetrics(Map<String, Metric> metrics) {
    this(metrics, "");
  }

  private NamedMetrics(Map<String, Metric> metrics, String scope) {
    this.metrics = metrics;
    this.scope = scope;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return new NamedMetrics(metrics, scope + name + ".");
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return addGroup(key).addGroup(value);
  }

  @Override
  public Counter counter(String name) {
    return (Counter) metrics.computeIfAbsent(scope + name, any -> new SimpleCounter());
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    metrics.put(scope + name, gauge);
    return gauge;
  }
}
