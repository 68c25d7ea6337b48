package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes entries of events, which mostly follow others of their table. For one thread. */
final class Entries {

  private @Nullable KeyPlaces lastPlaces;

  /** What an event leaves, given the image of the row that is kept. */
  LedgerEntry of(ChangeEvent event, @Nullable RowImage image, int generation) {
    RowKey key = event.key();
    List<Integer> keyColumns =
        key == null || image == null ? List.of() : keyColumns(key.columns().schema(), image);
    return new LedgerEntry(
        event.position(), image, keyColumns, event.committedAtMicros(), generation);
  }

  private List<Integer> keyColumns(RowSchema key, RowImage image) {
    KeyPlaces places = lastPlaces;
    if (places == null || places.key() != key || places.image() != image.schema()) {
      places = KeyPlaces.of(key, image.schema());
      lastPlaces = places;
    }
    for (int i = 0; i < places.columns().size(); i++) {
      if (image.isUnavailable(places.columns().get(i))) {
        return List.of();
      }
    }
    return places.columns();
  }
}
