package io.tributary.runtime;

import io.tributary.config.Bootstrap;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.runtime.ledger.KeepDifferences;
import io.tributary.runtime.ledger.LaneGroups;
import io.tributary.runtime.ledger.LedgerOperator;
import io.tributary.runtime.ledger.LedgerStep;
import io.tributary.runtime.ledger.MarkRewritten;
import io.tributary.runtime.ledger.SnapshotRuns;
import io.tributary.runtime.ledger.TableRewrites;
import io.tributary.runtime.source.ChangeSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The ledger and the two streams that it reads: the changes of rows, by key, and to all its
 * subtasks what ends the rows of a whole table.
 *
 * @param beats the changes of the heartbeat
 */
record LedgerChain(
    DataStream<ChangeEvent> changes,
    DataStream<ChangeEvent> beats,
    SingleOutputStreamOperator<TableFreshness> freshness,
    ChangeSource source,
    PipelineConfig config) {

  /** What happened to the rows of these tables. */
  SingleOutputStreamOperator<RowTransition> transitions(
      Map<TableId, Set<String>> columnsNeeded,
      LedgerStep.Purpose purpose,
      Collection<Counted> counted) {
    Map<TableId, Set<String>> needed = new HashMap<>(columnsNeeded);
    LedgerStep step =
        new LedgerStep(
            needed,
            purpose,
            counted,
            config.bootstrap() == Bootstrap.ACCEPT_PARTIAL,
            source.newTables());
    LaneGroups groups = new LaneGroups(changes.getExecutionEnvironment().getMaxParallelism());
    return rows(needed, purpose)
        .keyBy(groups, Types.INT)
        .connect(tableEnds(new HashSet<>(needed.keySet()), purpose).broadcast())
        .transform(
            "ledger", TypeInformation.of(RowTransition.class), new LedgerOperator(step, groups))
        .uid(LedgerStep.UID);
  }

  /** How fresh each table is, with what the ledger knows of rows that DDL has rewritten. */
  SingleOutputStreamOperator<TableFreshness> freshness(
      SingleOutputStreamOperator<RowTransition> transitions) {
    return MarkRewritten.of(
        freshness,
        Clocks.withoutTime(
            transitions.getSideOutput(LedgerOperator.REWRITTEN), "rewritten", "tables rewritten"));
  }

  private DataStream<ChangeEvent> rows(
      Map<TableId, Set<String>> needed, LedgerStep.Purpose purpose) {
    return purpose == LedgerStep.Purpose.DIFFERENCES
        ? changes
            .flatMap(new KeepDifferences(needed))
            .returns(ChangeEvent.class)
            .uid(KeepDifferences.UID)
            .name("differences")
        : changes
            .filter(event -> event.op() != Op.TRUNCATE && needed.containsKey(event.table()))
            .uid("tables-needed")
            .name("tables needed");
  }

  /** Only sums go on for ever from what rows held before they were rewritten. */
  private DataStream<ChangeEvent> tableEnds(Set<TableId> needed, LedgerStep.Purpose purpose) {
    DataStream<ChangeEvent> truncates =
        changes
            .filter(event -> event.op() == Op.TRUNCATE && needed.contains(event.table()))
            .uid("truncates")
            .name("truncates");
    DataStream<ChangeEvent> ends =
        SnapshotRuns.of(beats, freshness, needed, endsUnseenRows()).union(truncates);
    KafkaSourceConfig history = source.schemaHistory();
    if (history != null && purpose == LedgerStep.Purpose.DIFFERENCES) {
      ends = ends.union(TableRewrites.beside(beats, history, needed, config.source().epoch()));
    }
    return Clocks.withoutTime(ends, "table-ends", "ends of tables");
  }

  /** A database without Kafka is read in pieces, each at a position of its own. */
  private boolean endsUnseenRows() {
    return config.source().endUnseenRows() && !source.isInCommitOrder();
  }
}
