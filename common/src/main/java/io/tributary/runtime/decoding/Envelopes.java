package io.tributary.runtime.decoding;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a change only what stands around its row: table, operation, position, commit time. That
 * takes no description of the table. Keys and images of what comes out mean nothing.
 */
public final class Envelopes {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChangeEventDecoder decoder;

  private Envelopes(ChangeEventDecoder decoder) {
    this.decoder = decoder;
  }

  /** Waits two minutes for a schema registry, where it needs one. */
  public static Envelopes of(KafkaSourceConfig kafka) {
    Map<TableId, TableDescription> bare = new HashMap<>();
    return new Envelopes(
        ChangeEventDecoder.of(
            (table, position) -> bare.computeIfAbsent(table, Envelopes::bare),
            kafka.wireFormat(),
            Decoding.registry(kafka, PATIENCE, () -> {})));
  }

  private static TableDescription bare(TableId table) {
    return new TableDescription(table, RowSchema.of(), List.of(), null);
  }

  /** The change, null where the record is none or cannot be read. */
  @Nullable
  public ChangeEvent read(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    RawRecord raw =
        new RawRecord(origin, record.timestamp(), null, record.value(), added(record.headers()));
    return decoder.decode(raw) instanceof Decoded.Change change ? change.event() : null;
  }

  /** Headers that mark a flattened change; the others may be keys. */
  private static List<RawRecord.Header> added(Headers headers) {
    List<RawRecord.Header> added = new ArrayList<>();
    for (Header header : headers) {
      if (!header.key().startsWith("__debezium.")) {
        added.add(new RawRecord.Header(header.key(), header.value()));
      }
    }
    return added;
  }
}
