package io.tributary.ledger;

import io.tributary.event.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns of keys of one schema stand in images of another.
 *
 * @param columns in the key's order; empty where one of them is missing
 */
record KeyPlaces(RowSchema key, RowSchema image, List<Integer> columns) {

  static KeyPlaces of(RowSchema key, RowSchema image) {
    List<Integer> columns = new ArrayList<>(key.size());
    for (RowSchema.Column column : key.columns()) {
      int index = image.indexOf(column.name());
      if (index < 0) {
        return new KeyPlaces(key, image, List.of());
      }
      columns.add(index);
    }
    return new KeyPlaces(key, image, List.copyOf(columns));
  }
}
