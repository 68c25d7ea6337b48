package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.event.ColumnType;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** Entities and times that nobody thinks of, through the whole job. */
@Timeout(240)
class OddRowsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Rows VISITS =
      Rows.of("public.visits")
          .column("id", ColumnType.Kind.BIGINT)
          .column("visitor", ColumnType.Kind.TEXT)
          .column("at", ColumnType.Kind.TIMESTAMPTZ)
          .key("id");

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);
  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private long id;

  @Test
  void namesEveryEntityWhateverItIsCalled() throws Exception {
    List<String> visitors =
        List.of(
            "",
            " ",
            "|",
            "\\",
            "a|b\\",
            "{tag}",
            "*?[x]",
            "line\nline",
            "\"'`",
            "null",
            "Ünïcödé 🦊",
            "x".repeat(100_000));
    Map<String, String> expected = new HashMap<>();
    for (String visitor : visitors) {
      String escaped = visitor.replace("\\", "\\\\").replace("|", "\\|");
      expected.put("feature:visits:" + escaped, "2");
    }
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      run.start(config("", "redis: {url: \"%s\"}".formatted(REDIS.url())));
      for (int twice = 0; twice < 2; twice++) {
        visitors.forEach(visitor -> run.changes.add(visit(run, visitor, "2026-02-28T12:00:00Z")));
      }
      run.changes.add(visit(run, null, "2026-02-28T12:00:00Z"));
      await().atMost(Duration.ofMinutes(1)).until(() -> all(run).equals(expected));
      assertThat(run.deadLetters.collected()).isEmpty();
    }
  }

  @Test
  void takesTimesFromTheBeginningToTheEndOfTheCalendar() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      run.start(config("", "redis: {url: \"%s\"}".formatted(REDIS.url())));
      for (String at :
          new String[] {
            "-4712-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "2026-02-28T12:00:00Z",
            "2026-03-28T12:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "+294276-12-31T23:59:59.999999Z",
            null
          }) {
        run.changes.add(visit(run, "ann", at));
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> all(run).equals(Map.of("feature:visits:ann", "3")));
      assertThat(run.redis.call(COMMANDS.hget("feature:visits:ann", "visits_5m"))).isEqualTo("1");
      run.now = run.now.plus(Duration.ofDays(31));
      run.heartbeat();
      run.changes.add(visit(run, "bob", "2026-03-31T00:00:00Z"));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(all(run)).containsEntry("feature:visits:ann", "4"));
      assertThat(run.deadLetters.collected()).isEmpty();
    }
  }

  @Test
  void showsOnlyTokensOfProtectedEntities() throws Exception {
    String hmac = "pii: {hmac: {current: k1, keys: {k1: \"0123456789abcdef\"}}}";
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      String redis = "redis: {url: \"%s\"}\n%s".formatted(REDIS.url(), hmac);
      run.start(config(", pii: {visitor: hmac}", redis));
      run.changes.add(visit(run, "canary@example.org", "2026-02-28T12:00:00Z"));
      run.changes.add(visit(run, "canary@example.org", "2026-02-28T12:00:00Z"));
      await().atMost(Duration.ofMinutes(1)).until(() -> all(run).containsValue("2"));
      assertThat(run.redis.keys(""))
          .anyMatch(key -> key.startsWith("feature:visits:k1:"))
          .noneMatch(key -> key.contains("canary"));
      assertThat(run.redis.keys("feature:visits:"))
          .noneMatch(key -> run.redis.call(COMMANDS.hgetAll(key)).toString().contains("canary"));
    }
    String none = "redis: {url: \"redis://none\"}\n" + hmac;
    for (String rule : List.of("drop", "{mask: {keep-last: 2}}")) {
      assertThatThrownBy(() -> config(", pii: {visitor: %s}".formatted(rule), none))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("rollups.visits.entity");
    }
  }

  private RowChange visit(EngagementJob run, @Nullable String visitor, @Nullable String at) {
    return VISITS
        .insert(run.lsn())
        .set("id", ++id)
        .set("visitor", visitor)
        .set("at", at)
        .committedAt(run.tick());
  }

  /** Of each entity, how often it was there. */
  private static Map<String, String> all(EngagementJob run) {
    Map<String, String> all = new HashMap<>();
    for (String key : run.redis.keys("feature:visits:")) {
      String visits = run.redis.call(COMMANDS.hget(key, "visits_lifetime"));
      if (visits != null) {
        all.put(key, visits);
      }
    }
    return all;
  }

  private static PipelineConfig config(String rules, String more) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
        tables:
          tributary.heartbeat: {key: [id], columns: {id: integer}}
          public.visits: {key: [id], columns: {id: bigint, visitor: text, at: timestamptz}%s}
        rollups: {visits: {from: public.visits, entity: visitor, event-time: at,
          features: {visits: {count: true, over: [5m, lifetime]}}}}
        %s
        """
            .formatted(rules, more));
  }
}
