package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class RollupRetellCommandIT {

  @TempDir Path directory;

  @Test
  void takesBackWhatTellsTheJobThatAllIsThere() throws IOException {
    try (RedisServer server = RedisServer.in(directory)) {
      server.start();
      try (Jedis redis = new Jedis("127.0.0.1", server.port())) {
        redis.hset("feature:engagement", "_filled", "all");
        redis.hset("feature:engagement:7", "clicks_5m", "1");
        String file = pipeline(server.url());

        Run asked = Run.of("retell", "engagement", "--pipeline", file);
        assertThat(asked.exit()).isZero();
        assertThat(asked.out()).contains("engagement: the job starts again");
        assertThat(redis.keys("*")).containsExactly("feature:engagement:7");

        assertThat(Run.of("retell", "engagement", "--pipeline", file).exit()).isEqualTo(1);
        assertThat(Run.of("retell", "engagment", "--pipeline", file).err())
            .contains("did you mean engagement?");
      }
    }
  }

  @Test
  void saysWhichRedisDoesNotAnswer() throws IOException {
    String file = pipeline("redis://user:hidden@127.0.0.1:1");
    Run run = Run.of("retell", "engagement", "--pipeline", file);
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
