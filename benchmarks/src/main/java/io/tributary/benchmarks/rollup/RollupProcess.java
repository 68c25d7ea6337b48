package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Contender;
import io.tributary.benchmarks.process.ContenderProcess;
import java.nio.file.Path;

/** A contender's own process. */
final class RollupProcess {

  private RollupProcess() {}

  /** Arguments: {@code group/rocksdb/sql} and the file of messages. */
  public static void main(String[] arguments) throws Exception {
    String[] parts = arguments[0].split("/");
    Work work = Work.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT));
    ContenderProcess.serve(contender(work, parts[1], parts[2]), Path.of(arguments[1]));
  }

  private static Contender contender(Work work, String backend, String name) {
    return switch (name) {
      case "tributary" -> new TributaryRollup(work, backend);
      case "sql" -> new SqlRollup(work, backend, false);
      case "sqlMiniBatch" -> new SqlRollup(work, backend, true);
      default -> throw new IllegalArgumentException("no contender " + name);
    };
  }
}
