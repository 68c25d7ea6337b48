package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisConnection;
import io.tributary.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** What is deleted of features in a real Redis, and what is not. */
class RollupForgetCommandIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final String FORMER = "00000002";
  private static final String PRESENT = "00000003";

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path directory;
  private RedisConnection redis;

  @BeforeEach
  void fill() {
    redis = REDIS.connection();
    hash("feature:_epoch", Map.of("epoch", "3", "rollup:old", "s d 2", "rollup:clicks", "s d 3"));
    hash("feature:old", Map.of("_epoch", FORMER, "as_of", "2026-02-28T12:00:00.000Z"));
    hash("feature:old:1", Map.of("_version", FORMER + "0001", "views_5m", "1"));
    hash("feature:old:2", Map.of("_version", FORMER + "0001"));
    hash("feature:clicks", Map.of("_epoch", PRESENT, "as_of", "2026-02-28T12:00:00.000Z"));
    hash("feature:clicks:1", Map.of("_version", PRESENT + "0001", "last", "1"));
    hash("feature:clicks:9", Map.of("_version", FORMER + "0007", "last", "1"));
    hash("feature:older:1", Map.of("_version", FORMER + "0001", "last", "1"));
  }

  @Test
  void forgetsARollupThatWasRemoved() throws IOException {
    Run dry = Run.of("forget", "old", "--dry-run", "--pipeline", pipeline());
    assertThat(dry.out()).isEqualTo("would delete: 2\n");
    assertThat(redis.keys("feature:old")).hasSize(4);
    Run run = Run.of("forget", "old", "--pipeline", pipeline());
    assertThat(run.out()).isEqualTo("deleted: 2\n");
    assertThat(redis.keys("feature:old")).containsExactly("feature:older:1");
    assertThat(redis.keys("feature:clicks")).hasSize(3);
    assertThat(redis.call(COMMANDS.hkeys("feature:_epoch"))).containsOnly("epoch", "rollup:clicks");
    assertThat(Run.of("forget", "old", "--pipeline", pipeline()).out()).isEqualTo("deleted: 0\n");
  }

  @Test
  void forgetsWhatOnlyAFormerRebuildKnew() throws IOException {
    assertThat(Run.of("forget", "clicks", "--pipeline", pipeline()).out())
        .isEqualTo("deleted: 1\n");
    assertThat(redis.keys("feature:clicks"))
        .containsExactlyInAnyOrder("feature:clicks", "feature:clicks:1");
  }

  @Test
  void waitsUntilTheRebuildIsComplete() throws IOException {
    redis.call(COMMANDS.hdel("feature:clicks", "as_of"));
    Run early = Run.of("forget", "clicks", "--pipeline", pipeline());
    assertThat(early.exit()).isEqualTo(2);
    assertThat(early.err()).contains("clicks has no as_of");
    assertThat(redis.keys("feature:clicks:")).hasSize(2);
  }

  @Test
  void leavesAloneWhatIsNoRollups() throws IOException {
    for (String name : List.of("_epoch", "clicks:9", "", "*")) {
      Run run = Run.of("forget", name, "--pipeline", pipeline());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("no rollup can have the name '" + name + "'");
      assertThat(run.out()).isEmpty();
    }
    assertThat(redis.keys("feature:")).hasSize(8);
  }

  private void hash(String key, Map<String, String> fields) {
    redis.call(COMMANDS.hset(key, fields));
  }

  private String pipeline() throws IOException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app}}
        redis: { url: "%s" }
        tables: { public.events: {} }
        rollups: { clicks: { from: public.events, entity: a, features: { last: { latest: b } } } }
        """
            .formatted(REDIS.url()));
    return file.toString();
  }
}
