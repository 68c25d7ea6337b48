package io.tributary.runtime.decoding;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.schema.Rewrite;
import io.tributary.schema.SchemaHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of which tables DDL has rewritten the rows: results are what rows held before, and nobody
 * could see it. Warned of once by a job that runs, and at its start, for it cannot know whether a
 * snapshot has been taken since.
 */
final class RewrittenTables implements Consumer<SchemaHistory> {

  private static final Logger LOG = LoggerFactory.getLogger(RewrittenTables.class);

  private final PipelineConfig config;
  private final PipelineMetrics metrics;
  private final Map<TableId, AtomicLong> rewrittenAt = new HashMap<>();

  RewrittenTables(PipelineConfig config, PipelineMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public void accept(SchemaHistory history) {
    history.rewrites().forEach(this::warn);
  }

  private void warn(TableId table, Rewrite rewrite) {
    if (!config.tables().containsKey(table)) {
      return;
    }
    AtomicLong last = rewrittenAt.computeIfAbsent(table, this::shown);
    if (last.getAndSet(rewrite.at().toEpochMilli()) != rewrite.at().toEpochMilli()) {
      LOG.warn("{}", warning(table, rewrite));
    }
  }

  private AtomicLong shown(TableId table) {
    AtomicLong millis = new AtomicLong();
    metrics.rewritten(table.toString(), millis);
    return millis;
  }

  /** What happened, what it means, and what to do. */
  String warning(TableId table, Rewrite rewrite) {
    return "DDL has rewritten the rows of %s at %s (%s), and no change event shows their new values:"
            .formatted(table, rewrite.at(), String.join(", ", rewrite.reasons()))
        + " results keep what they held before, unless an incremental snapshot has been taken after"
        + " that; take one by "
        + command(table);
  }

  private String command(TableId table) {
    List<String> rollups =
        config.rollups().entrySet().stream()
            .filter(rollup -> rollup.getValue().from().equals(table))
            .map(Map.Entry::getKey)
            .toList();
    return rollups.isEmpty()
        ? "a signal to the connector: execute-snapshot, with data-collections " + table
        : "tributary rollup signal " + rollups.get(0) + " | psql";
  }
}
