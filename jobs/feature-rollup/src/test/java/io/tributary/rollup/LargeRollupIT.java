package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.RedisServer;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A rollup of more features than a script of Redis is handed at once. */
class LargeRollupIT {

  private static final int FEATURES = 300;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir Path directory;
  private RedisServer server;
  private EngagementJob run;

  @BeforeEach
  void prepare() {
    server = RedisServer.in(directory);
    server.start();
    run = new EngagementJob(server.url());
  }

  @AfterEach
  void stop() throws Exception {
    run.close();
    server.close();
  }

  /** Each with a filter of its own, so that none shares what is kept with another. */
  @Test
  void keepsHundredsOfFeatures(@InjectMiniCluster MiniCluster cluster) throws Exception {
    run.with(
            IntStream.range(0, FEATURES)
                .mapToObj(
                    "f%1$d: {sum: value, where: {value: {gte: %1$d}}, over: [5m, lifetime]}"
                        ::formatted)
                .collect(Collectors.joining(",\n")))
        .start();
    for (int row = 0; row < 50; row++) {
      run.changes.add(run.insert(row, row % 5, "click", "100"));
    }
    run.awaitFeatures(4, all(i -> i <= 100 ? "1000" : "0"));
    run.changes.add(run.delete(4), run.insert(100, 4, "click", "250.5"));
    run.awaitFeatures(4, all(i -> i <= 100 ? "1150.5" : i <= 250 ? "250.5" : "0"));
    assertThat(run.restores(cluster)).isZero();
  }

  private static Map<String, String> all(IntFunction<String> value) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < FEATURES; i++) {
      all.put("f" + i + "_5m", value.apply(i));
      all.put("f" + i + "_lifetime", value.apply(i));
    }
    return all;
  }
}
