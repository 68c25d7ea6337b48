package io.tributary.rollup.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupPropertyTest;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.testing.TestRedis;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandObjects;

/**
 * Crashes at random moments, and replays in which rows and time come in another order than before,
 * leave Redis with what the definition says.
 */
class ReplayIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  // So many that for most the last change is followed by nothing that would repair a mistake.
  private static final int USERS = 150;

  private static final Rollup COUNTS =
      Events.byUser(
          Events.count("clicks", Map.of("event_type", "click"), "10s", "1h"),
          Events.sum("amounts", "amount", Map.of(), "5m", "2d"));

  /** Most rows change none of these. */
  private static final Rollup EXTREMES =
      Events.byUser(
          Events.feature("most", Functions.MAX, "amount", Map.of(), "5m", "lifetime"),
          Events.feature("least", Functions.MIN, "device", Map.of(), "1h", "40d"));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(Integer.getInteger("rounds", 15));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsWithWhatTheDefinitionSays(long seed) throws Exception {
    RandomHistory history = new RandomHistory(seed, USERS);
    replay(seed, COUNTS, history);
    assertThat(inRedis())
        .as("seed %d", seed)
        .isEqualTo(RollupPropertyTest.defined(COUNTS, history, history.now()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsRightWhereMostUpdatesChangeNothing(long seed) throws Exception {
    RandomHistory history = new RandomHistory(seed, USERS / 5);
    replay(seed, EXTREMES, history);
    assertThat(inRedis())
        .as("seed %d", seed)
        .isEqualTo(RollupPropertyTest.rebuilt(EXTREMES, history, history.now()));
  }

  private static void replay(long seed, Rollup rollup, RandomHistory history) throws Exception {
    Random random = new Random(seed);
    ContributionLog log = new ContributionLog(rollup, history);
    ReplayedAttempt attempt = new ReplayedAttempt(rollup, log, REDIS.address(), null);
    ReplayedAttempt.@Nullable Checkpoint saved = null;
    while (!attempt.isAtEnd()) {
      attempt.step(random);
      int dice = random.nextInt(200);
      if (dice < 3) {
        saved = attempt.checkpoint();
      } else if (dice < 6) {
        attempt.crash();
        attempt = new ReplayedAttempt(rollup, log, REDIS.address(), saved);
      }
    }
    attempt.finishAt(history.now());
    attempt.crash();
  }

  private static Map<String, Map<String, String>> inRedis() {
    Map<String, Map<String, String>> entities = new TreeMap<>();
    for (String key : REDIS.connection().call(COMMANDS.keys("feature:by_user:*"))) {
      Map<String, String> hash = REDIS.connection().call(COMMANDS.hgetAll(key));
      hash.keySet().removeIf(field -> field.startsWith("_"));
      if (!hash.isEmpty()) {
        entities.put(key.substring("feature:by_user:".length()), hash);
      }
    }
    return entities;
  }
}
