package io.tributary.runtime.tables;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.TableDescriptions;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.schema.SchemaHistory;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes tables by the schema history, and a table that it does not know by the database's
 * catalog, read when first needed; what the pipeline's file declares prevails over both.
 */
public final class KnownTables implements TableDescriptions {

  private final PipelineConfig config;
  private final Supplier<SchemaHistory> history;
  private final boolean ofOlderRows;

  /** By what they complete, so that one description is one instance. */
  private final Map<TableDescription, TableDescription> completed = new IdentityHashMap<>();

  private @Nullable Map<TableId, TableDescription> catalog;

  /**
   * @param ofOlderRows whether rows are read by the catalog that may be older than it is
   */
  public KnownTables(PipelineConfig config, Supplier<SchemaHistory> history, boolean ofOlderRows) {
    this.config = config;
    this.history = history;
    this.ofOlderRows = ofOlderRows;
  }

  @Override
  public @Nullable TableDescription at(TableId table, SourcePosition position) {
    TableDescription known = history.get().at(table, position);
    return known == null
        ? catalog().get(table)
        : completed.computeIfAbsent(known, any -> complete(table, known));
  }

  private TableDescription complete(TableId table, TableDescription known) {
    TableDescription declared = SourceCatalog.declared(config, table, known);
    return declared == null ? known : declared;
  }

  /** The descriptions of the catalog as it was when last read. */
  public Map<TableId, TableDescription> catalog() {
    Map<TableId, TableDescription> read = catalog;
    return read == null ? readCatalog() : read;
  }

  /** The descriptions of the catalog as it is now. */
  public Map<TableId, TableDescription> readCatalog() {
    Map<TableId, TableDescription> read = new HashMap<>(SourceCatalog.describe(config));
    if (ofOlderRows) {
      read.replaceAll((table, description) -> description.forOlderRows());
    }
    catalog = read;
    return read;
  }
}
