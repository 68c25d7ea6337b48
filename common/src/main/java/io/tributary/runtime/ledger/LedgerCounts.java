package io.tributary.runtime.ledger;

import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.LedgerOutcome;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the ledger made of changes, and warns once of each table that lacks something. */
final class LedgerCounts {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerCounts.class);

  private final PipelineMetrics metrics;
  private final Counter changes;
  private final Counter transitions;
  private final Set<TableId> warned = new HashSet<>();

  LedgerCounts(PipelineMetrics metrics) {
    this.metrics = metrics;
    this.changes = metrics.counter(PipelineMetrics.CHANGES);
    this.transitions = metrics.counter(PipelineMetrics.TRANSITIONS);
  }

  /** Counts a change and what became of it. */
  void count(LedgerOutcome outcome) {
    changes.inc();
    if (outcome instanceof LedgerOutcome.Moved moved) {
      count(moved);
    } else if (outcome instanceof LedgerOutcome.Superseded) {
      metrics.count(PipelineMetrics.SUPERSEDED);
    } else if (outcome instanceof LedgerOutcome.Unmoved unmoved) {
      metrics.count(
          switch (unmoved.reason()) {
            case REPLAY -> PipelineMetrics.REPLAYS;
            case UNCHANGED_SNAPSHOT_ROW -> PipelineMetrics.UNCHANGED;
          });
    }
  }

  private void count(LedgerOutcome.Moved moved) {
    transitions.inc();
    if (moved.unseen()) {
      metrics.count(PipelineMetrics.UNSEEN);
    }
    RowTransition transition = moved.transition();
    if (transition.linkedKey() != null
        && transition.after() != null
        && !transition.after().isComplete()) {
      metrics.count(PipelineMetrics.KEY_CHANGES_INCOMPLETE);
      if (warned.add(transition.table())) {
        LOG.warn(
            "A row of {} got another key, and its columns {} are unknown from then on: the table"
                + " needs REPLICA IDENTITY FULL to keep them",
            transition.table(),
            transition.after().unavailableColumns());
      }
    }
  }
}
