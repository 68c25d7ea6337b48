package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The step that watches snapshots, and what it says. */
final class SnapshotRunsHarness implements AutoCloseable {

  private final Set<TableId> tables;
  private final boolean endsUnseen;
  private KeyedTwoInputStreamOperatorTestHarness<String, ChangeEvent, TableFreshness, ChangeEvent>
      runs;

  SnapshotRunsHarness(Set<TableId> tables, boolean endsUnseen) throws Exception {
    this.tables = tables;
    this.endsUnseen = endsUnseen;
    this.runs = made();
    runs.open();
  }

  /** What it says when it gets a change of the heartbeat. */
  List<ChangeEvent> process(ChangeEvent beat) throws Exception {
    runs.processElement1(new StreamRecord<>(beat));
    List<ChangeEvent> said = runs.extractOutputValues();
    runs.getOutput().clear();
    return said;
  }

  void process(List<TableFreshness> marks) throws Exception {
    for (TableFreshness mark : marks) {
      runs.processElement2(new StreamRecord<>(mark));
    }
  }

  void restart() throws Exception {
    OperatorSubtaskState snapshot = runs.snapshot(1, 1);
    runs.close();
    runs = made();
    runs.initializeState(snapshot);
    runs.open();
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, ChangeEvent, TableFreshness, ChangeEvent>
      made() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new SnapshotRuns(tables, endsUnseen)),
        beat -> beat.table().toString(),
        mark -> TableId.HEARTBEAT.toString(),
        Types.STRING);
  }

  @Override
  public void close() throws Exception {
    runs.close();
  }
}
