package io.tributary.runtime.decoding;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once of which tables records come from a connector without {@code dbz-repair}, some of whose
 * values are wrong with nothing in the record to show which. Where a job reads the database itself
 * there is no such connector.
 */
final class UnrepairedConnectors implements BiConsumer<TableId, String> {

  private static final Logger LOG = LoggerFactory.getLogger(UnrepairedConnectors.class);

  /** So many are remembered, the latest: versions come from the wire. */
  private static final int MOST_WARNED = 1000;

  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,40}");

  private final PipelineConfig config;
  private final PipelineMetrics metrics;
  private final LatestTexts warned = new LatestTexts(MOST_WARNED);

  UnrepairedConnectors(PipelineConfig config, PipelineMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public void accept(TableId table, String version) {
    String shown = VERSION.matcher(version).matches() ? version : "unknown";
    if (config.source().kafka() != null
        && config.tables().containsKey(table)
        && warned.add(table + " " + shown)) {
      metrics.count(PipelineMetrics.UNREPAIRED, "table", table.toString());
      LOG.warn("{}", warning(table, shown));
    }
  }

  /** What is met, what it means, and what to do. */
  static String warning(TableId table, String version) {
    return "records of %s were written by Debezium %s without dbz-repair".formatted(table, version)
        + ": some dates, times and arrays in them are wrong or missing, and rows of incremental"
        + " snapshots can be outdated, which no record shows; docs/wire-formats.md lists them. Put"
        + " dbz-repair beside the connector, and have it take a new snapshot of tables with such"
        + " columns";
  }
}
