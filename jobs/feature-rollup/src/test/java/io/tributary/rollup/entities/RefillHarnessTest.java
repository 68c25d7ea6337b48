package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.runtime.ledger.KeyWalk;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a restored step does where the store has lost features. */
class RefillHarnessTest {

  private static final Rollup CLICKS =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m", "lifetime"));

  static Stream<StateBackend> backends() {
    return Stream.of(new EmbeddedRocksDBStateBackend(true), new HashMapStateBackend());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void emitsAllEntitiesAgainBeforeItLetsTimePass(StateBackend backend) throws Exception {
    FeatureStore lost = new RollupStepHarness.ForgottenStore(false);
    try (RollupStepHarness before = new RollupStepHarness(CLICKS, 1, 0);
        RollupStepHarness after = new RollupStepHarness(CLICKS, 1, 0, lost)) {
      before.setStateBackend(backend);
      before.open();
      before.timeIs(NOON);
      int users = 2 * KeyWalk.BITE + 1;
      for (int user = 0; user < users; user++) {
        before.bundle(null, click(user, NOON));
      }
      before.prepareSnapshotPreBarrier(1);
      OperatorSubtaskState saved = before.snapshot(1, 1);

      after.setStateBackend(backend);
      after.initializeState(saved);
      after.open();
      after.timeIs(NOON.plusMillis(1));
      after.processWatermarkStatus1(WatermarkStatus.IDLE);
      assertThat(after.getOutput()).as("time is held back").isEmpty();
      after.setProcessingTime(after.getProcessingTime() + 1);
      Set<String> told = new HashSet<>(after.updates());
      assertThat(told).hasSize(KeyWalk.BITE);
      after.change(null, click(users, NOON));
      told.addAll(after.updates());
      assertThat(told).contains(users + " {clicks_5m=1, clicks_lifetime=1} #1");
      after.setProcessingTime(after.getProcessingTime() + 1);
      assertThat(after.getOutput())
          .endsWith(new Watermark(NOON.toEpochMilli() + 1), WatermarkStatus.IDLE);
      told.addAll(after.updates());
      assertThat(told).hasSize(users + 1);
      after.timeIs(NOON.plusMillis(2));
      assertThat(after.getOutput()).containsExactly(new Watermark(NOON.toEpochMilli() + 2));
    }
  }
}
