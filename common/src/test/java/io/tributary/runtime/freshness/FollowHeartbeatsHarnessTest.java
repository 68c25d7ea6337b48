package io.tributary.runtime.freshness;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowHeartbeatsHarnessTest {

  private static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");
  private static final TableId USERS = TableId.parse("public.users");

  private OneInputStreamOperatorTestHarness<ChangeEvent, TableFreshness> marks;

  @BeforeEach
  void open() throws Exception {
    marks = new OneInputStreamOperatorTestHarness<>(new FollowHeartbeats(Set.of(USERS)));
    marks.open();
  }

  @AfterEach
  void close() throws Exception {
    marks.close();
  }

  @Test
  void aHeartbeatIsTrueOnceTheCheckpointAfterItIsComplete() throws Exception {
    ChangeEvent before = beat("0/100");
    marks.snapshot(1, 0);
    beat("0/200");
    assertThat(told()).isEmpty();
    marks.notifyOfCompletedCheckpoint(1);
    assertThat(told()).singleElement().isEqualTo(markOf(before));
  }

  @Test
  void aCheckpointCoversThoseThatFailedBeforeIt() throws Exception {
    beat("0/100");
    marks.snapshot(1, 0);
    ChangeEvent later = beat("0/200");
    marks.snapshot(2, 0);
    marks.snapshot(3, 0);
    marks.notifyOfCompletedCheckpoint(3);
    assertThat(told()).singleElement().isEqualTo(markOf(later));
  }

  @Test
  void doesNotGoBackWhenTheSlotRepeats() throws Exception {
    beat("0/200");
    marks.snapshot(1, 0);
    marks.notifyOfCompletedCheckpoint(1);
    beat("0/100");
    marks.snapshot(2, 0);
    marks.notifyOfCompletedCheckpoint(2);
    assertThat(told()).hasSize(1);
  }

  @Test
  void aRowOfTheSnapshotTellsNothing() throws Exception {
    process(HEARTBEATS.read("0/100").set("id", 1));
    marks.snapshot(1, 0);
    marks.notifyOfCompletedCheckpoint(1);
    assertThat(told()).isEmpty();
  }

  private ChangeEvent beat(String lsn) throws Exception {
    return process(HEARTBEATS.update(lsn).set("id", 1));
  }

  private ChangeEvent process(RowChange change) throws Exception {
    marks.processElement(change.event(), 0);
    return change.event();
  }

  private List<TableFreshness> told() {
    return marks.extractOutputValues();
  }

  private static TableFreshness markOf(ChangeEvent beat) {
    return new TableFreshness(USERS, beat.committedAtMicros() / 1000, beat.position().lsn(), true);
  }
}
