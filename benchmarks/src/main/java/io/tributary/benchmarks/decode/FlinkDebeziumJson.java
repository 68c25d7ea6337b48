package io.tributary.benchmarks.decode;

import io.tributary.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.debezium.DebeziumJsonDeserializationSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Flink's {@code debezium-json} to {@link RowData}, as its table source runs it. */
final class FlinkDebeziumJson implements Contender {

  private static final DataType ROW =
      DataTypes.ROW(
          DataTypes.FIELD("event_id", DataTypes.BIGINT()),
          DataTypes.FIELD("user_id", DataTypes.BIGINT()),
          DataTypes.FIELD("event_type", DataTypes.STRING()),
          DataTypes.FIELD("category", DataTypes.STRING()),
          DataTypes.FIELD("value", DataTypes.DECIMAL(12, 2)),
          DataTypes.FIELD("quantity", DataTypes.INT()),
          DataTypes.FIELD("score", DataTypes.DOUBLE()),
          DataTypes.FIELD("active", DataTypes.BOOLEAN()),
          DataTypes.FIELD("occurred_at", DataTypes.TIMESTAMP_LTZ(6)),
          DataTypes.FIELD("note", DataTypes.STRING()));

  private final DebeziumJsonDeserializationSchema schema;
  private final Rows rows = new Rows();

  FlinkDebeziumJson(boolean withSchema) {
    schema =
        new DebeziumJsonDeserializationSchema(
            ROW,
            List.of(),
            InternalTypeInfo.of(ROW.getLogicalType()),
            withSchema,
            false,
            TimestampFormat.ISO_8601);
    try {
      schema.open(null);
    } catch (Exception e) {
      throw new IllegalStateException("Flink's format does not open", e);
    }
  }

  /** Keeps what it is given until the next record. */
  private static final class Rows implements Collector<RowData> {
    private final List<RowData> collected = new ArrayList<>(2);

    @Override
    public void collect(RowData row) {
      collected.add(row);
    }

    @Override
    public void close() {}
  }

  @Override
  public long decode(RawRecord record) throws IOException {
    rows.collected.clear();
    schema.deserialize(Objects.requireNonNull(record.value()), rows);
    return rows.collected.get(0).getLong(0);
  }

  @Override
  public List<String> told(RawRecord record) throws IOException {
    decode(record);
    return rows.collected.stream().map(FlinkDebeziumJson::told).toList();
  }

  private static String told(RowData row) {
    boolean old = row.getRowKind() == RowKind.UPDATE_BEFORE || row.getRowKind() == RowKind.DELETE;
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.getLong(0));
    values.add(row.getLong(1));
    values.add(row.getString(2));
    values.add(row.getString(3));
    values.add(row.getDecimal(4, 12, 2));
    values.add(row.getInt(5));
    values.add(row.getDouble(6));
    values.add(row.getBoolean(7));
    values.add(row.getTimestamp(8, 6).toInstant());
    values.add(row.isNullAt(9) ? null : row.getString(9));
    return (old ? "-" : "+") + values;
  }
}
