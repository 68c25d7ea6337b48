package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import redis.clients.jedis.CommandObjects;

/** The whole pipeline, from its jars, as the command line runs it. */
class SandboxIT {

  private static final CommandObjects REDIS = new CommandObjects();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter said = new StringWriter();

  @Test
  @Timeout(600)
  void losesNothingWithItsTaskManagerAndFindsWhatWasAlteredByHand(@TempDir Path temp)
      throws Exception {
    assumeTrue(Files.exists(Jobs.path(Jobs.AUDIT)), "the jobs' jars are made in the package phase");
    Path report = temp.resolve("report.json");
    Path directory = temp.resolve("run");
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () ->
                execute(
                    "--duration=20s",
                    "--rate=200",
                    "--seed=" + Long.getLong("seed", 7),
                    "--pause-before-verify",
                    "--dir=" + directory,
                    "--report=" + report));

    awaitSaying("Running after", exit);
    JsonNode endpoints = JSON.readTree(directory.resolve("endpoints.json").toFile());
    kill(endpoints.path("processes").path("taskmanager").asLong());
    awaitSaying("Paused before verifying", exit);
    Map<String, String> altered = alterFeatures(directory, endpoints);
    alterCacheEntry(endpoints);
    repeatAuditRows(endpoints);
    Files.createFile(directory.resolve("continue"));

    assertThat(exit.get()).as(said.toString()).isEqualTo(1);
    JsonNode verdict = JSON.readTree(report.toFile());
    assertThat(verdict.path("ok").asBoolean()).isFalse();
    assertThat(verdict.path("restarts")).extracting(JsonNode::asText).contains("taskmanager");
    assertThat(verdict.at("/committed/changes").asLong()).isPositive();
    JsonNode found = verdict.path("verify");
    assertThat(found.at("/features/mismatched").asLong())
        .as(said.toString())
        .isEqualTo(altered.size());
    assertThat(differencesOf("features", verdict)).isEqualTo(altered);
    assertThat(found.at("/caches/stale").asLong()).isEqualTo(1);
    assertThat(found.at("/audit/missing").asLong()).isZero();
    assertThat(found.at("/audit/different").asLong()).isZero();
    assertThat(found.at("/audit/duplicated").asLong()).isPositive();
    assertThat(differencesOf("caches", verdict)).containsOnlyKeys("user:50 value");
    assertThat(differencesOf("audit", verdict)).isNotEmpty();
  }

  /** What was found in a store, by key and field. */
  private static Map<String, String> differencesOf(String store, JsonNode verdict) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode each : verdict.path("differences")) {
      if (each.path("store").asText().equals(store)) {
        found.put(
            each.path("key").asText() + " " + each.path("field").asText(),
            each.path("actual").asText());
      }
    }
    return found;
  }

  private int execute(String... arguments) {
    PrintWriter out = new PrintWriter(said, true);
    return new CommandLine(new SandboxCommand()).setOut(out).setErr(out).execute(arguments);
  }

  private void awaitSaying(String text, CompletableFuture<Integer> exit) {
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              assertThat(exit).as(said.toString()).isNotDone();
              return said.toString().contains(text);
            });
  }

  private static void kill(long process) {
    ProcessHandle.of(process).orElseThrow().destroyForcibly();
  }

  /** Alters one value of every result of every rollup, beyond any tolerance. */
  private static Map<String, String> alterFeatures(Path directory, JsonNode endpoints) {
    Map<String, String> altered = new TreeMap<>();
    try (RedisConnection redis = redis(endpoints)) {
      for (Rollup rollup :
          RollupPlan.of(PipelineConfig.load(directory.resolve("pipeline.yaml")))
              .rollups()
              .values()) {
        Set<String> left = new TreeSet<>(rollup.fields());
        for (String key : redis.keys("feature:" + rollup.name() + ":")) {
          redis
              .call(REDIS.hgetAll(key))
              .forEach(
                  (field, value) -> {
                    if (left.remove(field)) {
                      redis.call(REDIS.hset(key, field, altered(value)));
                      altered.put(key + " " + field, altered(value));
                    }
                  });
        }
        assertThat(left).as("results of which no entity has a value").isEmpty();
      }
    }
    return altered;
  }

  /** Another value of its kind: that of a number is far off. */
  private static String altered(String value) {
    if (value.matches("-?[0-9.]+")) {
      return new BigDecimal(value).abs().multiply(BigDecimal.TEN).add(BigDecimal.TEN).toString();
    }
    return value.startsWith("[") ? "[" + value + "]" : value + " altered";
  }

  private static void alterCacheEntry(JsonNode endpoints) {
    try (RedisConnection redis = redis(endpoints)) {
      redis.call(REDIS.set("user:50", "altered"));
    }
  }

  private static RedisConnection redis(JsonNode endpoints) {
    return RedisConnection.open(RedisAddress.parse(endpoints.path("redis").asText()));
  }

  /** Makes the audit table of consents hold the rows of one of its files twice. */
  private static void repeatAuditRows(JsonNode endpoints) throws IOException {
    Map<String, String> properties =
        JSON.convertValue(
            endpoints.path("catalog"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      catalog.setConf(new org.apache.hadoop.conf.Configuration());
      catalog.initialize("tributary", properties);
      Table table =
          catalog.loadTable(TableIdentifier.of(Namespace.of("audit", "public"), "consent_log"));
      DataFile file =
          StreamSupport.stream(
                  Objects.requireNonNull(table.currentSnapshot())
                      .addedDataFiles(table.io())
                      .spliterator(),
                  false)
              .findFirst()
              .orElseThrow();
      table.newAppend().appendFile(file).commit();
    }
  }
}
