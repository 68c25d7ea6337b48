package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisConnection;
import io.tributary.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

class RollupRepublishCommandIT {

  private static final CommandObjects COMMANDS = new CommandObjects();

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path directory;

  @Test
  void takesBackWhatTellsTheJobThatAllIsThere() throws IOException {
    RedisConnection redis = REDIS.connection();
    redis.call(COMMANDS.hset("feature:engagement", "_filled", "all"));
    redis.call(COMMANDS.hset("feature:engagement:7", "clicks_5m", "1"));
    String file = pipeline(REDIS.url());

    Run asked = Run.of("republish", "engagement", "--pipeline", file);
    assertThat(asked.exit()).isZero();
    assertThat(asked.out()).contains("engagement: the job starts again");
    assertThat(redis.keys("")).containsExactly("feature:engagement:7");

    assertThat(Run.of("republish", "engagement", "--pipeline", file).exit()).isEqualTo(1);
    assertThat(Run.of("republish", "engagment", "--pipeline", file).err())
        .contains("did you mean engagement?");
  }

  @Test
  void saysWhichRedisDoesNotAnswer() throws IOException {
    String file = pipeline("redis://user:hidden@127.0.0.1:1");
    Run run = Run.of("republish", "engagement", "--pipeline", file);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("hidden");
  }

  private String pipeline(String redis) throws IOException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app}}
        tables: {public.events: {}}
        redis: {url: "%s"}
        rollups: {engagement: {from: public.events, entity: user_id, event-time: at,
          features: {clicks: {count: true, over: 5m}}}}
        """
            .formatted(redis));
    return file.toString();
  }
}
