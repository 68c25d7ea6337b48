package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
    alterFeature(endpoints);
    alterCacheEntry(endpoints);
    repeatAuditRows(endpoints);
    Files.createFile(directory.resolve("continue"));

    assertThat(exit.get()).as(said.toString()).isEqualTo(1);
    JsonNode verdict = JSON.readTree(report.toFile());
    assertThat(verdict.path("ok").asBoolean()).isFalse();
    assertThat(verdict.path("restarts")).extracting(JsonNode::asText).contains("taskmanager");
    assertThat(verdict.at("/committed/changes").asLong()).isPositive();
    JsonNode found = verdict.path("verify");
    assertThat(found.at("/features/mismatched").asLong()).as(said.toString()).isEqualTo(1);
    assertThat(found.at("/caches/stale").asLong()).isEqualTo(1);
    assertThat(found.at("/audit/missing").asLong()).isZero();
    assertThat(found.at("/audit/different").asLong()).isZero();
    assertThat(found.at("/audit/duplicated").asLong()).isPositive();
    assertThat(verdict.path("differences"))
        .extracting(difference -> difference.path("store").asText())
        .contains("features", "caches", "audit");
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

  private static void alterFeature(JsonNode endpoints) {
    try (RedisConnection redis = redis(endpoints)) {
      redis.call(REDIS.hset("feature:plan_members:free", Map.of("members_lifetime", "1000000")));
    }
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
