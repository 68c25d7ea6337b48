package io.tributary.runtime;

import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a change only what stands around its row: table, operation, position, commit time. That
 * takes no description of the table. Keys and images of what comes out mean nothing.
 */
final class Envelopes {

  private final ChangeEventDecoder decoder;

  private Envelopes(ChangeEventDecoder decoder) {
    this.decoder = decoder;
  }

  static Envelopes of(String topicPrefix) {
    Map<TableId, TableDescription> bare = new HashMap<>();
    return new Envelopes(
        ChangeEventDecoder.of(
            (table, position) -> bare.computeIfAbsent(table, Envelopes::bare),
            WireFormat.DEFAULT.withTopicPrefix(topicPrefix)));
  }

  private static TableDescription bare(TableId table) {
    return new TableDescription(table, RowSchema.of(), List.of(), false);
  }

  /** The change, null where the record is none or cannot be read. */
  @Nullable ChangeEvent read(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    RawRecord raw = new RawRecord(origin, record.timestamp(), null, record.value(), List.of());
    return decoder.decode(raw) instanceof Decoded.Change change ? change.event() : null;
  }
}
