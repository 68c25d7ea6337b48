package io.tributary.runtime.freshness;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import java.io.Serial;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits how fresh each table is, whenever it becomes fresher. It runs once and stands beside the
 * data, not in it: it asks Kafka in a thread of its own, and hands on what that found.
 *
 * <p>A mark is about checkpoints that are complete, so it is true from when it is emitted; nothing
 * is kept of it in state.
 */
public final class ObserveFreshness extends FreshnessEmitter
    implements OneInputStreamOperator<ChangeEvent, TableFreshness> {

  @Serial private static final long serialVersionUID = 1L;

  private static final long PAUSE_MILLIS = 200;

  private final FreshnessPort port;
  private final Set<TableId> tables;
  private transient FreshnessWatch watch;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  ObserveFreshness(FreshnessPort port, Set<TableId> tables) {
    this.port = port;
    this.tables = Set.copyOf(tables);
  }

  /** The marks of these tables, with the watermark of a stream of few changes. */
  public static SingleOutputStreamOperator<TableFreshness> beside(
      DataStream<ChangeEvent> few, FreshnessPort port, Set<TableId> tables) {
    return few.transform(
            "freshness of tables",
            TypeInformation.of(TableFreshness.class),
            new ObserveFreshness(port, tables))
        .uid(UID)
        .setParallelism(1);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watch = FreshnessWatch.start(port.open(tables, context.isRestored()), metrics());
  }

  @Override
  public void open() {
    pause();
  }

  @Override
  public void processElement(StreamRecord<ChangeEvent> element) {}

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void pause() {
    long next = getProcessingTimeService().getCurrentProcessingTime() + PAUSE_MILLIS;
    getProcessingTimeService().registerTimer(next, now -> emitAll());
  }

  private void emitAll() {
    watch.take().forEach(this::emit);
    pause();
  }

  @Override
  public void close() throws Exception {
    if (watch != null) {
      watch.close();
    }
    super.close();
  }
}
