package io.tributary.decode;

import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tables. A table can be altered while its changes are read, so what describes
 * it depends on where in its history a change stands.
 */
public interface TableDescriptions {

  /**
   * The description that holds for a change, null where none is known. One description is one
   * instance, however often it is asked for, so that what is derived from it can be kept by it.
   *
   * @param position where the change stands
   */
  @Nullable TableDescription at(TableId table, SourcePosition position);

  /** Descriptions that hold for ever. */
  static TableDescriptions fixed(Map<TableId, TableDescription> tables) {
    Map<TableId, TableDescription> copy = Map.copyOf(tables);
    return (table, position) -> copy.get(table);
  }

  /** These descriptions, and others for what these do not know. */
  default TableDescriptions otherwise(TableDescriptions others) {
    return (table, position) -> {
      TableDescription known = at(table, position);
      return known == null ? others.at(table, position) : known;
    };
  }
}
