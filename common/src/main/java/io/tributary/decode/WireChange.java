package io.tributary.decode;

import io.tributary.decode.wire.Undecodable;
import io.tributary.event.Op;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record says of a change, in whichever form; each part is read when it is asked for. */
interface WireChange {

  Op op() throws Undecodable;

  TableId table() throws Undecodable;

  /** The old row, null where the record has none. */
  @Nullable Map<String, @Nullable Object> before(@Nullable TableDescription description)
      throws Undecodable;

  /** The new row, null where the record has none. */
  @Nullable Map<String, @Nullable Object> after(@Nullable TableDescription description)
      throws Undecodable;

  /** The Connect schema of the rows, null where the record brings none. */
  @Nullable Map<?, ?> rowSchema() throws Undecodable;

  SourcePosition position() throws Undecodable;

  @Nullable Long txId() throws Undecodable;

  SnapshotKind snapshot() throws Undecodable;

  /** Microseconds since 1970 UTC. */
  long committedAtMicros() throws Undecodable;
}
