package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testing.TestRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** The numbers that jobs get from a real Redis: which of them continues, and which begins anew. */
class RebuildEpochsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @Test
  void numbersWhatIsNoContinuationHigherThanAllBefore() {
    assertThat(List.of(epoch("first", "a", 0), epoch("first", "a", 0))).containsExactly(1L, 1L);
    assertThat(List.of(epoch("second", "a", 0), epoch("second", "a", 0))).containsExactly(2L, 2L);
    assertThat(epoch("restored", "a", 2)).isEqualTo(2);
    assertThat(List.of(epoch("changed", "b", 2), epoch("changed", "b", 2))).containsExactly(3L, 3L);
    assertThat(epoch("changed", "b", 3)).as("with a checkpoint of its own").isEqualTo(3);
    assertThat(epoch("back", "a", 2)).as("from before the change").isEqualTo(4);
    assertThat(epoch("continued", "b", 3)).as("which is not the latest").isEqualTo(5);
    assertThat(epoch("fork", "b", 5)).as("by the same definitions").isEqualTo(5);
    REDIS.connection().call(COMMANDS.flushAll());
    assertThat(List.of(epoch("lost", "b", 5), epoch("lost", "b", 5))).containsExactly(6L, 6L);
    assertThat(epoch("anew", "b", 0)).isEqualTo(7);
  }

  @Test
  void doesNotLetAJobThatStillRunsTakeBackWhatALaterOneHas() {
    assertThat(epoch("first", "a", 0)).isEqualTo(1);
    assertThat(epoch("later", "b", 1)).isEqualTo(2);
    assertThatThrownBy(() -> epoch("first", "a", 1)).hasMessageContaining("a later start");
    assertThat(epoch("later", "b", 2)).isEqualTo(2);
    assertThat(epoch("anew", "a", 0)).isEqualTo(3);
    assertThatThrownBy(() -> epoch("later", "b", 2)).hasMessageContaining("a later start");
  }

  @Test
  void leavesTheRollupsOfOtherPipelinesAlone() {
    assertThat(epoch("ours", "a", 0, "clicks", "spend")).isEqualTo(1);
    assertThat(epoch("theirs", "b", 0, "views")).isEqualTo(2);
    assertThat(epoch("ours", "a", 1, "clicks", "spend")).as("another attempt").isEqualTo(1);
    assertThat(epoch("again", "a", 1, "spend", "clicks")).isEqualTo(1);
    assertThat(epoch("theirs", "b", 2, "views")).isEqualTo(2);
    assertThat(epoch("other", "c", 2, "views", "spend")).isEqualTo(3);
  }

  private static long epoch(String submission, String definitions, long restored) {
    return epoch(submission, definitions, restored, "clicks", "spend");
  }

  private static long epoch(
      String submission, String definitions, long restored, String... rollups) {
    return new RedisRebuildEpochs(REDIS.address(), submission, definitions, List.of(rollups))
        .of(restored);
  }
}
