package io.tributary.decode;

import io.tributary.decode.values.ColumnReaders;
import io.tributary.decode.values.ConnectTypes;
import io.tributary.decode.wire.Undecodable;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableDescription;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of the tables that are described, and of the schemas that records have brought. */
final class RowShapes {

  /** Schemas change with the table's definition; a topic seldom holds more than a few. */
  private static final int MOST_SHAPES = 1000;

  /** What a shape was made of: a description, a Connect schema, or both. */
  private record Origin(@Nullable TableDescription description, @Nullable Map<?, ?> struct) {}

  private final ColumnReaders readers;
  private final ConnectTypes connectTypes;
  private final Map<Origin, RowShape> shapes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, RowShape> eldest) {
          return size() > MOST_SHAPES;
        }
      };

  RowShapes(WireFormat format) {
    this.readers = new ColumnReaders(format);
    this.connectTypes = new ConnectTypes(readers);
  }

  /** The shape of rows that bring no schema. */
  RowShape described(TableDescription description) {
    return shapes.computeIfAbsent(
        new Origin(description, null), any -> RowShape.of(description, readers));
  }

  /**
   * The shape that a record's own schema gives.
   *
   * @param description what else is known of the table
   */
  RowShape brought(Map<?, ?> struct, @Nullable TableDescription description) throws Undecodable {
    Origin origin = new Origin(description, struct);
    RowShape shape = shapes.get(origin);
    if (shape == null) {
      shape = RowShape.of(struct, description, connectTypes);
      shapes.put(origin, shape);
    }
    return shape;
  }
}
