package io.tributary.benchmarks.process;

import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;

/** A table over the messages, in any format: {@code 'connector' = 'messages'}. */
public final class MessageTableFactory implements DynamicTableSourceFactory {

  @Override
  public String factoryIdentifier() {
    return "messages";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(FactoryUtil.FORMAT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    DecodingFormat<DeserializationSchema<RowData>> format =
        helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    return new MessageTable(format, context.getPhysicalRowDataType());
  }

  /**
   * The source: the same numbers as ours, each turned into its message and decoded in the chain.
   */
  private record MessageTable(
      DecodingFormat<DeserializationSchema<RowData>> format, DataType columns)
      implements ScanTableSource {

    @Override
    public ChangelogMode getChangelogMode() {
      return format.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      DeserializationSchema<RowData> decoder = format.createRuntimeDecoder(context, columns);
      return new DataStreamScanProvider() {
        @Override
        public DataStream<RowData> produceDataStream(
            ProviderContext provider, StreamExecutionEnvironment env) {
          return env.fromSource(
                  new NumberSequenceSource(0, Measured.lastNumber()),
                  WatermarkStrategy.noWatermarks(),
                  "messages")
              .flatMap(new Decoded(decoder))
              .returns(decoder.getProducedType());
        }

        @Override
        public boolean isBounded() {
          return false;
        }
      };
    }

    @Override
    public DynamicTableSource copy() {
      return this;
    }

    @Override
    public String asSummaryString() {
      return "messages";
    }
  }

  private static final class Decoded extends RichFlatMapFunction<Long, RowData> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<RowData> decoder;
    private transient MessageFile.Cursor cursor;

    @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
    Decoded(DeserializationSchema<RowData> decoder) {
      this.decoder = decoder;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      decoder.open(
          RuntimeContextInitializationContextAdapters.deserializationAdapter(getRuntimeContext()));
      cursor = Measured.messages().cursor();
    }

    @Override
    public void flatMap(Long number, Collector<RowData> out) throws Exception {
      if (Measured.isMessage(number)) {
        Measured.beforeMessage(number);
        cursor.skip();
        decoder.deserialize(cursor.next(), out);
      }
    }
  }
}
