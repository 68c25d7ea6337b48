package io.tributary.benchmarks.process;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** The messages as Kafka's source would hand them over. */
public final class RawMessages extends RichFlatMapFunction<Long, RawRecord> {

  private static final long serialVersionUID = 1L;

  private transient MessageFile.Cursor cursor;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  private RawMessages() {}

  public static DataStream<RawRecord> of(StreamExecutionEnvironment env) {
    return env.fromSource(
            new NumberSequenceSource(0, Measured.lastNumber()),
            WatermarkStrategy.noWatermarks(),
            "messages")
        .flatMap(new RawMessages())
        .returns(RawRecord.class);
  }

  @Override
  public void open(OpenContext context) {
    cursor = Measured.messages().cursor();
  }

  @Override
  public void flatMap(Long number, Collector<RawRecord> out) {
    if (Measured.isMessage(number)) {
      Measured.beforeMessage(number);
      Origin origin = new Origin("app.public.events", 0, number);
      byte[] key = cursor.next();
      out.collect(new RawRecord(origin, 0, key, cursor.next(), List.of()));
    }
  }
}
