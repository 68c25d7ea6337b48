package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Measured;
import io.tributary.benchmarks.process.MessageFile;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** The messages, of which the last wait for another run, and nothing after them: a job goes on. */
final class HeldMessages extends RichFlatMapFunction<Long, RawRecord> {

  private static final long serialVersionUID = 1L;
  private static final int HELD = 1_000;

  private static volatile CountDownLatch allRead = new CountDownLatch(1);
  private static volatile boolean released;
  private static volatile long rows;

  private transient MessageFile.Cursor cursor;
  private transient int next;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  private HeldMessages() {}

  static DataStream<RawRecord> of(StreamExecutionEnvironment env) {
    return env.fromSource(
            new NumberSequenceSource(0, Long.MAX_VALUE - 1),
            WatermarkStrategy.noWatermarks(),
            "messages")
        .flatMap(new HeldMessages())
        .returns(RawRecord.class);
  }

  /**
   * Prepares for a run.
   *
   * @param last whether it reads the messages that were held
   * @return opens when all that it reads is read
   */
  static CountDownLatch prepare(boolean last) {
    CountDownLatch read = new CountDownLatch(1);
    released = last;
    rows = last ? rows : 0;
    allRead = read;
    return read;
  }

  /** How many rows the table has after what was read. */
  static long rows() {
    return rows;
  }

  private static int held() {
    return Measured.messages().messages() - HELD;
  }

  @Override
  public void open(OpenContext context) {
    cursor = Measured.messages().cursor();
    for (next = 0; released && next < held(); next++) {
      cursor.skip();
      cursor.skip();
    }
  }

  @Override
  public void flatMap(Long number, Collector<RawRecord> out) throws InterruptedException {
    if (next < (released ? held() + HELD : held())) {
      Origin origin = new Origin("app.public.events", 0, next);
      byte[] key = cursor.next();
      byte[] value = cursor.next();
      count(new String(value, StandardCharsets.UTF_8));
      out.collect(new RawRecord(origin, 0, key, value, List.of()));
      next++;
    } else {
      allRead.countDown();
      // The numbers go on for as long as the job runs, and are not to keep a core busy.
      Thread.sleep(1);
    }
  }

  private static void count(String value) {
    if (value.contains("\"op\":\"c\"")) {
      rows++;
    } else if (value.contains("\"op\":\"d\"")) {
      rows--;
    }
  }
}
