package io.tributary.runtime.direct;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the embedded Debezium's records as the bytes that a connector would put into Kafka, so
 * that everything behind the source is the same. The origin's offset is the change's own LSN, as a
 * signed number, and 0 for rows of the snapshot; it names a record, and does not order it.
 *
 * <p>Passes the given tables alone: the connector takes names for patterns without regard to case.
 * Where a table's columns have changed, they are looked at as at the start.
 */
final class DebeziumRecords implements DebeziumDeserializationSchema<RawRecord> {

  private static final long serialVersionUID = 1L;

  private final HashSet<TableId> tables;
  private final DirectPreflight preflight;
  private transient @Nullable Map<TableId, Schema> streamed;

  DebeziumRecords(Set<TableId> tables, DirectPreflight preflight) {
    this.tables = new HashSet<>(tables);
    this.preflight = preflight;
  }

  @Override
  public void deserialize(SourceRecord record, Collector<RawRecord> out) {
    if (!(record.value() instanceof Struct value)) {
      return;
    }
    Struct source = value.getStruct("source");
    TableId table = new TableId(source.getString("schema"), source.getString("table"));
    if (!tables.contains(table)) {
      return;
    }
    if (value.getString("op").equals("r")) {
      // The connector does not say of the rows of its own snapshot that they are.
      source.put("snapshot", "true");
      out.collect(raw(record, value, source, ConnectJson.OF_SNAPSHOT));
    } else {
      lookAt(table, value.schema());
      out.collect(raw(record, value, source, ConnectJson.OF_STREAM));
    }
  }

  /** Also at the first change, as the table may have been altered since the look at the start. */
  private void lookAt(TableId table, Schema schema) {
    if (streamed == null) {
      streamed = new HashMap<>();
    }
    Schema before = streamed.put(table, schema);
    if (before == null || before != schema && !before.equals(schema)) {
      preflight.afterAlteration(table);
    }
  }

  private static RawRecord raw(SourceRecord record, Struct value, Struct source, ConnectJson json) {
    Long lsn = source.getInt64("lsn");
    Long timestamp = value.getInt64("ts_ms");
    List<RawRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RawRecord.Header(header.key(), json.write(header.schema(), header.value())));
    }
    return new RawRecord(
        new Origin(record.topic(), 0, lsn == null ? 0 : lsn),
        timestamp == null ? 0 : timestamp,
        json.write(record.keySchema(), record.key()),
        json.write(record.valueSchema(), value),
        headers);
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
