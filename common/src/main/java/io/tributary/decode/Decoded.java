package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record turned out to be. */
public sealed interface Decoded {

  /**
   * The record is a change.
   *
   * @param undescribed columns that the record carries and neither its own schema nor the table's
   *     description names, so that they are missing from the images: the table was altered after it
   *     was described
   */
  record Change(ChangeEvent event, List<String> undescribed) implements Decoded {}

  /**
   * The record is no change, and was not meant to be one.
   *
   * @param reason {@code tombstone}, {@code heartbeat}, {@code transaction} or {@code message}
   */
  record Skipped(String reason) implements Decoded {}

  /**
   * The record cannot be used and belongs into the dead letters.
   *
   * @param table the record's table, null where it could not be read
   * @param detail what is wrong, for people; quotes no value of the row
   */
  record Rejected(DecodeError code, @Nullable TableId table, String detail) implements Decoded {}
}
