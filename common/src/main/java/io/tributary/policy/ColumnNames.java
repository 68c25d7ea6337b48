package io.tributary.policy;

import io.tributary.event.TableId;
import java.util.Collection;
import java.util.List;

/** Says what else a column was called, or is called by now. */
@FunctionalInterface
public interface ColumnNames {

  /** Knows of no rename. */
  ColumnNames NONE = (table, attribute) -> List.of();

  /**
   * The names that a column has had, in their order; empty where its history is not known.
   *
   * @param attribute what identifies the column, see {@link io.tributary.event.RowSchema.Column};
   *     not 0
   */
  Collection<String> of(TableId table, int attribute);
}
