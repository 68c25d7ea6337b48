package io.tributary.benchmarks.ledger;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.ContenderProcess;
import io.tributary.runtime.RocksDbOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A contender's own process. */
final class LedgerProcess {

  /**
   * What our jobs set by Flink's own keys, and anybody can; but for larger write buffers, with
   * which SQL is no faster.
   */
  private static final Map<String, String> DOCUMENTED =
      Map.of(
          "state.backend.rocksdb.use-bloom-filter", "true",
          "state.backend.rocksdb.compression.per.level",
              "NO_COMPRESSION;NO_COMPRESSION;SNAPPY_COMPRESSION");

  private LedgerProcess() {}

  /** Arguments: the contender's name and the file of messages. */
  public static void main(String[] arguments) throws Exception {
    ContenderProcess.serve(contender(arguments[0]), Path.of(arguments[1]));
  }

  private static Contender contender(String name) {
    return switch (name) {
      case "tributary" -> new TributaryLedger();
      case "sql" -> new SqlChangelogNormalize(Map.of());
      case "sqlMiniBatch" ->
          new SqlChangelogNormalize(
              Map.of(
                  "table.exec.mini-batch.enabled", "true",
                  "table.exec.mini-batch.allow-latency", "100 ms",
                  "table.exec.mini-batch.size", "5000"));
      case "sqlTuned" -> new SqlChangelogNormalize(DOCUMENTED);
      case "sqlOurOptions" -> {
        Map<String, String> settings = new HashMap<>(DOCUMENTED);
        settings.put("state.backend.rocksdb.writebuffer.size", "128 mb");
        settings.put("state.backend.rocksdb.options-factory", RocksDbOptions.class.getName());
        yield new SqlChangelogNormalize(settings);
      }
      default -> throw new IllegalArgumentException("no contender " + name);
    };
  }
}
