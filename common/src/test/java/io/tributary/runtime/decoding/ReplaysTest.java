package io.tributary.runtime.decoding;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplaysTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final Origin ORIGIN = new Origin("app.public.users", 3, 1042);
  private static final Replays REPLAYS = new Replays("dead", 2);
  private static final Ledger LEDGER = new Ledger(Map.of());

  @Test
  void takesAReplayedRecordForTheOneThatItRepeats() {
    RawRecord original = DebeziumJson.record(USERS.insert("0/1").set("id", 1).event(), ORIGIN);
    assertThat(REPLAYS.original(replay(original, "dead.replay", 2)).origin()).isEqualTo(ORIGIN);
  }

  @Test
  void believesTheHeadersInTheReplayTopicOnly() {
    RawRecord original = DebeziumJson.record(USERS.insert("0/1").set("id", 1).event(), ORIGIN);
    RawRecord elsewhere = replay(original, "app.public.users", 2);
    assertThat(REPLAYS.original(elsewhere)).isSameAs(elsewhere);
    RawRecord plain =
        new RawRecord(new Origin("dead.replay", 0, 0), 0, null, new byte[0], List.of());
    assertThat(REPLAYS.original(plain)).isSameAs(plain);
  }

  /** Read now, it would get the present epoch, and with it a position above all newer rows. */
  @Test
  void knowsAReplayOfAFormerEpoch() {
    RawRecord original = DebeziumJson.record(USERS.insert("0/1").set("id", 1).event(), ORIGIN);
    assertThat(REPLAYS.isOfFormerEpoch(replay(original, "dead.replay", 1))).isTrue();
    assertThat(REPLAYS.isOfFormerEpoch(replay(original, "dead.replay", 2))).isFalse();
    assertThat(REPLAYS.isOfFormerEpoch(original)).isTrue();
  }

  /** Without this a snapshot's row that comes late would win over what happened since. */
  @Test
  void keepsANewerStateWhenASnapshotsRowIsReplayed() {
    LedgerEntry newer =
        LEDGER.apply(null, USERS.update("0/300").set("id", 1).set("email", "new").event()).entry();
    ChangeEvent row = USERS.read("0/200").set("id", 1).set("email", "old").event();
    assertThat(LEDGER.apply(newer, row)).isInstanceOf(LedgerOutcome.Moved.class);
    assertThat(LEDGER.apply(newer, Replays.inOrder(row)))
        .isEqualTo(new LedgerOutcome.Unmoved(newer, LedgerOutcome.Reason.REPLAY));
  }

  @Test
  void addsARowThatNobodyKnowsWhenItsSnapshotsRowIsReplayed() {
    ChangeEvent row = Replays.inOrder(USERS.read("0/200").incremental().set("id", 1).event());
    assertThat(row.op()).isEqualTo(Op.CREATE);
    assertThat(LEDGER.apply(null, row)).isInstanceOf(LedgerOutcome.Moved.class);
  }

  private static RawRecord replay(RawRecord original, String topic, int epoch) {
    return new RawRecord(
        new Origin(topic, 0, 7),
        0,
        original.key(),
        original.value(),
        ReplayHeaders.with(original, epoch, 1));
  }
}
