package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.DeleteForm;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.Bytes;
import io.tributary.event.ChangeEvent;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes of a recording, decoded. */
final class RecordedChanges {

  private RecordedChanges() {}

  static ChangeEventDecoder decoder(String recording) throws IOException {
    return decoder(recording, RecordedSchemas.REGISTRY);
  }

  private static ChangeEventDecoder decoder(String recording, SchemaRegistry registry)
      throws IOException {
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix(recording);
    Map<TableId, TableDescription> tables = new HashMap<>(RecordedTables.describe());
    tables.replaceAll((table, description) -> description.forOlderRows());
    return ChangeEventDecoder.of(
        TableDescriptions.fixed(tables),
        switch (recording) {
          case "flat", "flatavro" -> format.withRecords(RecordForm.FLATTENED, DeleteForm.REWRITE);
          case "flatkeys" -> format.withRecords(RecordForm.FLATTENED, DeleteForm.TOMBSTONE);
          default -> format;
        },
        registry);
  }

  /**
   * The changes of a recording by table. None of its records may be rejected, but for tombstones of
   * a table without a key.
   */
  static Map<String, List<ChangeEvent>> of(
      String recording, List<RawRecord> records, SchemaRegistry registry) throws IOException {
    ChangeEventDecoder decoder = decoder(recording, registry);
    Map<String, List<ChangeEvent>> changes = new TreeMap<>();
    for (RawRecord record : records) {
      Decoded decoded = decoder.decode(record);
      if (record.value() == null && record.origin().topic().equals("flatkeys.public.keyless")) {
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        continue;
      }
      assertThat(decoded).as("%s", record.origin()).isNotInstanceOf(Decoded.Rejected.class);
      if (decoded instanceof Decoded.Change change) {
        changes
            .computeIfAbsent(change.event().table().table(), table -> new ArrayList<>())
            .add(change.event());
      }
    }
    return changes;
  }

  static Map<String, List<ChangeEvent>> of(String recording) throws IOException {
    return of(recording, Recordings.of(recording), RecordedSchemas.REGISTRY);
  }

  /** Events without what differs from one connector, or one recording, to the next. */
  static Map<String, List<String>> told(Map<String, List<ChangeEvent>> changes) {
    Map<String, List<String>> told = new TreeMap<>();
    changes.forEach(
        (table, events) -> told.put(table, events.stream().map(each -> told(each)).toList()));
    return told;
  }

  private static String told(ChangeEvent event) {
    return "%s %s%s %s #%d%nkey %s <-> %s%nbefore %s%nafter %s"
        .formatted(
            event.op(),
            event.snapshot(),
            event.position().streamed() ? " streamed" : "",
            event.table(),
            event.position().transactionOrder(),
            told(event.key()),
            told(event.linkedKey()),
            told(event.before()),
            told(event.after()));
  }

  private static String told(RowKey key) {
    return key == null ? "none" : told(key.columns());
  }

  private static String told(RowImage image) {
    if (image == null) {
      return "none";
    }
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < image.schema().size(); i++) {
      String value =
          image.isUnavailable(i)
              ? image.isLost(i) ? "lost" : "unchanged"
              : "'"
                  + (image.value(i) instanceof Bytes bytes ? bytes.toBase64() : image.value(i))
                  + "'";
      told.append("%n  ".formatted()).append(image.schema().column(i)).append(value);
    }
    return told.toString();
  }
}
