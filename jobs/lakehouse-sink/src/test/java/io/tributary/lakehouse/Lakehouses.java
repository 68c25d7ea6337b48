package io.tributary.lakehouse;

import io.tributary.config.AuditConfig;
import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lakehouses for tests, and what their audits hold. */
final class Lakehouses {

  private Lakehouses() {}

  /** A lakehouse of files alone, which one process may write. */
  static LakehouseConfig in(Path directory) {
    return new LakehouseConfig(
        Map.of("type", "hadoop", "warehouse", directory.toUri().toString()),
        new AuditConfig("audit"));
  }

  /** The audit of a table in the order of its changes. */
  static List<AuditEntry> entries(LakehouseConfig config, TableId table) throws IOException {
    try (AuditReader audit = AuditReader.open(config);
        Stream<AuditEntry> entries = audit.entries(table)) {
      return entries.sorted(Comparator.comparing(AuditEntry::lsn)).toList();
    }
  }
}
