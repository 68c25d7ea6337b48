package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Measured;
import io.tributary.benchmarks.process.MessageWriter;
import io.tributary.benchmarks.process.Report;
import io.tributary.benchmarks.process.Restartable;
import io.tributary.benchmarks.process.Savepoint;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;
import org.apache.flink.util.FileUtils;

/**
 * {@code benchmarks/run state}: how much our rollups keep, how long it takes to save that when
 * nothing else is to be done, and how long from a start with it to the first feature.
 */
public final class StateBenchmark {

  private static final int MESSAGES = Integer.getInteger("messages", 300_000);
  private static final Set<String> ENTITIES = ConcurrentHashMap.newKeySet();
  private static volatile CountDownLatch firstWrite = new CountDownLatch(1);

  private final Report report = new Report("state");

  private StateBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    StateBenchmark benchmark = new StateBenchmark();
    benchmark.report.head(
        "%,d messages, parallelism 1, native savepoints.".formatted(MESSAGES),
        List.of("entities", "bytes", "rows", "bytes", "MB in all", "saved in s", "back in s"));
    for (String backend : System.getProperty("backends", "hashmap,rocksdb").split(",")) {
      for (Work work : Work.values()) {
        benchmark.measure(work, backend, 1_000_000);
      }
    }
    benchmark.report.close();
    System.exit(0); // Clusters leave threads behind.
  }

  private void measure(Work work, String backend, int users) throws Exception {
    Path messages = Report.target().resolve("rollup-" + users + "-" + MESSAGES + ".messages");
    MessageWriter.write(messages, MessageWriter.Table.ofRollup(MESSAGES, users));
    Measured.open(messages);
    TributaryRollup rollup = new TributaryRollup(work.features(), backend);
    Restartable job =
        settings ->
            rollup
                .define(settings, (env, tables) -> HeldMessages.of(env), new Counting())
                .executeAsync("tributary");
    Path directory = Files.createTempDirectory("tributary-state");
    try {
      ENTITIES.clear();
      Savepoint saved = Savepoint.of(job, HeldMessages.prepare(false), directory);
      long entities = ENTITIES.size();
      print(work + " " + backend, entities, saved, restoreMillis(job, saved));
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  private static long restoreMillis(Restartable job, Savepoint saved) throws Exception {
    HeldMessages.prepare(true);
    firstWrite = new CountDownLatch(1);
    long begin = System.nanoTime();
    JobClient again = saved.restore(job);
    firstWrite.await();
    long millis = Savepoint.millisSince(begin);
    again.cancel().get();
    return millis;
  }

  private static CheckpointMetadata metadata(Path files) throws IOException {
    Path file = files.resolve("_metadata");
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return Checkpoints.loadCheckpointMetadata(
          in, StateBenchmark.class.getClassLoader(), files.toString());
    }
  }

  private void print(String what, long entities, Savepoint saved, long restoreMillis)
      throws IOException {
    CheckpointMetadata metadata = metadata(saved.files());
    long ofEntities = bytes(metadata, "rollup");
    long ofRows = bytes(metadata, "ledger");
    long all = metadata.getOperatorStates().stream().mapToLong(OperatorState::getStateSize).sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("entities", entities);
    figures.put("bytesPerEntity", ofEntities / entities);
    figures.put("rows", HeldMessages.rows());
    figures.put("bytesPerRow", ofRows / HeldMessages.rows());
    figures.put("megabytes", Math.round(all / 1e5) / 10.0);
    figures.put("savedInSeconds", seconds(saved.millis()));
    figures.put("backInSeconds", seconds(restoreMillis));
    List<String> cells = figures.values().stream().map(StateBenchmark::cell).toList();
    report.contender(what.toLowerCase(Locale.ROOT), cells, figures);
  }

  private static double seconds(long millis) {
    return Math.round(millis / 10.0) / 100.0;
  }

  private static String cell(Object figure) {
    return figure instanceof Long number ? "%,d".formatted(number) : figure.toString();
  }

  /** As Flink makes an operator's id of its uid. */
  private static long bytes(CheckpointMetadata saved, String uid) {
    byte[] hash = Hashing.murmur3_128(0).hashString(uid, StandardCharsets.UTF_8).asBytes();
    return saved.getOperatorStates().stream()
        .filter(operator -> operator.getOperatorID().equals(new OperatorID(hash)))
        .mapToLong(OperatorState::getStateSize)
        .sum();
  }

  /** Counts the entities that it is told of. */
  private record Counting() implements FeatureStore {

    @Override
    public Session open(Attempt attempt) {
      return new Session() {
        @Override
        public Written write(Collection<FeatureUpdate> updates) {
          updates.forEach(update -> ENTITIES.add(update.entity().text()));
          firstWrite.countDown();
          return Written.NOTHING;
        }

        @Override
        public void confirm() {}

        @Override
        public void close() {}
      };
    }

    @Override
    public boolean isComplete(long epoch) {
      return true;
    }
  }
}
