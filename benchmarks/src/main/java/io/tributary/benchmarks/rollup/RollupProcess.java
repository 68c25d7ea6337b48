package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.ContenderProcess;
import java.nio.file.Path;
import java.util.Locale;

/** A contender's own process. */
final class RollupProcess {

  private RollupProcess() {}

  /** Arguments: {@code group/rocksdb/sql}, or {@code 6x2}, and the file of messages. */
  public static void main(String[] arguments) throws Exception {
    String[] parts = arguments[0].split("/");
    Contender contender =
        parts.length == 1
            ? new TributaryRollup(Growth.parse(parts[0]).definition(), "hashmap")
            : contender(Work.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2]);
    ContenderProcess.serve(contender, Path.of(arguments[1]));
  }

  private static Contender contender(Work work, String backend, String name) {
    return switch (name) {
      case "tributary" -> new TributaryRollup(work.features(), backend);
      case "sql" -> new SqlRollup(work, backend, false, false);
      case "sqlMiniBatch" -> new SqlRollup(work, backend, false, true);
      case "sqlExact" -> new SqlRollup(work, backend, true, false);
      case "sqlExactMiniBatch" -> new SqlRollup(work, backend, true, true);
      default -> throw new IllegalArgumentException("no contender " + name);
    };
  }
}
