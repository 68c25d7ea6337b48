package io.tributary.runtime;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;

/** What the source database says about its tables. */
public final class SourceCatalog {

  private SourceCatalog() {}

  /** Describes the pipeline's tables from the database, or from columns that the file declares. */
  public static Map<TableId, TableDescription> describe(PipelineConfig config) {
    throw new UnsupportedOperationException("waits for the configuration's records");
  }
}
