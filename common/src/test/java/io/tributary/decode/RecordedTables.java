package io.tributary.decode;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.SourceCatalog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The tables of {@code envelopes/tables.sql} at the end of the recordings. */
final class RecordedTables {

  private static final Set<String> WITH_FULL_IDENTITY = Set.of("keyless", "toasted_full");

  private RecordedTables() {}

  /** As {@code envelopes/pipeline.yaml} declares them, with what a file cannot declare. */
  static Map<TableId, TableDescription> describe() throws IOException {
    Map<TableId, TableDescription> tables = new HashMap<>();
    SourceCatalog.describe(PipelineConfig.parse(Recordings.text("pipeline.yaml")))
        .forEach(
            (table, declared) ->
                tables.put(
                    table,
                    new TableDescription(
                        table,
                        declared.columns(),
                        declared.key(),
                        WITH_FULL_IDENTITY.contains(table.table()),
                        declared.opaque(),
                        declared.structured(),
                        declared.withoutPlaceholder(),
                        false)));
    tables.remove(TableId.HEARTBEAT);
    return tables;
  }
}
