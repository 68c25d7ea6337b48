package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.KafkaBroker;
import io.tributary.stack.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No form of a protected value is anywhere but in its source topic after the three jobs have worked
 * with it: not in state, topics, Redis, Iceberg, logs or metrics. The same run without rules shows
 * that the search would have found it.
 */
@Timeout(240)
class CanaryIT {

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static RedisServer redis;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.in(directory.resolve("kafka"));
    redis = RedisServer.in(directory.resolve("redis"));
    broker.start();
    redis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
    broker.close();
  }

  @Test
  void letsNoProtectedValueOutOfItsTopic() throws Exception {
    assertThat(found(true)).isEmpty();
  }

  @Test
  void wouldHaveFoundThem() throws Exception {
    assertThat(found(false).keySet())
        .contains(
            "checkpoints",
            "savepoints",
            "rocksdb",
            "warehouse",
            "redis",
            "iceberg statistics",
            "topic open.features",
            "topic open.dead-letters");
  }

  /** What was found of which value, by place. */
  private static Map<String, Set<String>> found(boolean isProtected) throws Exception {
    Path home = directory.resolve(isProtected ? "guarded" : "open");
    CanaryRun run = new CanaryRun(home, isProtected, broker.bootstrapServers(), redis.url());
    Map<String, Set<String>> found = new TreeMap<>();
    BiConsumer<String, byte[]> search =
        (place, bytes) -> {
          String latin = Canary.latin(bytes);
          for (Canary canary : run.canaries()) {
            for (String what : canary.in(latin)) {
              found.computeIfAbsent(place, any -> new TreeSet<>()).add(what);
            }
          }
        };
    Callable<?> whileTheyRun =
        () -> {
          HidingPlaces.metrics(run, search);
          return HidingPlaces.files(home, search);
        };
    search.accept("output", heard(() -> run.run(whileTheyRun)));
    HidingPlaces.files(home, search);
    HidingPlaces.topics(run, broker.bootstrapServers(), search);
    HidingPlaces.redis(redis.url(), search);
    HidingPlaces.statistics(run, search);
    return found;
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What everything in this process says meanwhile, logs and stack traces included. */
  private static byte[] heard(Work work) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream heard = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(heard);
    System.setErr(heard);
    try {
      work.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return said.toByteArray();
  }
}
