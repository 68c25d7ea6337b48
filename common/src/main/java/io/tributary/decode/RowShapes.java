package io.tributary.decode;

import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of the tables that are described, and of the schemas that records have brought. */
final class RowShapes {

  /** Schemas change with the table's definition; a topic seldom holds more than a few. */
  private static final int MOST_SCHEMAS = 1000;

  private record Brought(TableId table, Map<?, ?> struct) {}

  private final Map<TableId, TableDescription> tables;
  private final ConnectTypes connectTypes;
  private final Map<TableId, RowShape> described = new HashMap<>();
  private final Map<Brought, RowShape> brought =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Brought, RowShape> eldest) {
          return size() > MOST_SCHEMAS;
        }
      };

  RowShapes(Map<TableId, TableDescription> tables, WireFormat format) {
    this.tables = Map.copyOf(tables);
    ColumnReaders readers = new ColumnReaders(format);
    this.connectTypes = new ConnectTypes(readers);
    this.tables.forEach((table, each) -> described.put(table, RowShape.of(each, readers)));
  }

  @Nullable TableDescription description(TableId table) {
    return tables.get(table);
  }

  /** The shape of a table's rows where the record brings no schema, null where none is known. */
  @Nullable RowShape described(TableId table) {
    return described.get(table);
  }

  /** The shape that a record's own schema gives. */
  RowShape brought(TableId table, Map<?, ?> struct) throws Undecodable {
    Brought key = new Brought(table, struct);
    RowShape shape = brought.get(key);
    if (shape == null) {
      shape = RowShape.of(struct, tables.get(table), connectTypes);
      brought.put(key, shape);
    }
    return shape;
  }
}
