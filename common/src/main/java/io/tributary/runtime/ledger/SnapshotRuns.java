package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Watches the heartbeat's changes for snapshots of the whole database, and says when the ledger has
 * applied every row of one: by a READ of the heartbeat, at the snapshot's position.
 *
 * <p>A snapshot that reads the heartbeat's row reads all tables; one that is asked for one table
 * does not. It is over for the connector with the first change of the heartbeat that is streamed
 * after. Its rows have been applied once each table is fresh as of that change: then everything
 * that the connector wrote before is in the topics, and a checkpoint beyond their ends is complete,
 * which no row overtakes and none falls behind. So neither a backlog nor a partition that cannot be
 * read for a while makes it too early.
 *
 * <p>Passes on a streamed change of the heartbeat about once an hour, as a clock.
 */
public final class SnapshotRuns
    extends KeyedCoProcessFunction<String, ChangeEvent, TableFreshness, ChangeEvent> {

  private static final long serialVersionUID = 1L;

  /** Permanent, as what is waited for is kept under it. */
  static final String UID = "snapshot-runs";

  private static final long TICK_MICROS = Duration.ofHours(1).toMillis() * 1000;

  private final Set<TableId> tables;
  private final boolean endsUnseen;
  private transient ValueState<SourcePosition> run;
  private transient ValueState<SourcePosition> over;
  private transient ValueState<Long> overAtMicros;
  private transient ValueState<Long> ticked;

  /** The latest mark of each table, since the last restart. */
  private transient Map<TableId, TableFreshness> marks;

  /**
   * @param tables whose rows a snapshot shows
   * @param endsUnseen whether it is to be said at all that one is complete
   */
  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  SnapshotRuns(Set<TableId> tables, boolean endsUnseen) {
    this.tables = Set.copyOf(tables);
    this.endsUnseen = endsUnseen;
  }

  /** What is complete. Once in the job: there is one key, and little to do. */
  public static SingleOutputStreamOperator<ChangeEvent> of(
      DataStream<ChangeEvent> beats,
      DataStream<TableFreshness> freshness,
      Set<TableId> tables,
      boolean endsUnseen) {
    return beats
        .keyBy(event -> event.table().toString())
        .connect(freshness.keyBy(mark -> TableId.HEARTBEAT.toString()))
        .process(new SnapshotRuns(tables, endsUnseen))
        .returns(ChangeEvent.class)
        .uid(UID)
        .name("snapshot runs")
        .setParallelism(1);
  }

  @Override
  public void open(OpenContext context) {
    marks = new HashMap<>();
    run = state(new ValueStateDescriptor<>("run", new SourcePositionSerializer()));
    over = state(new ValueStateDescriptor<>("over", new SourcePositionSerializer()));
    overAtMicros = state(new ValueStateDescriptor<>("over-at-micros", Types.LONG));
    ticked = state(new ValueStateDescriptor<>("ticked", Types.LONG));
  }

  private <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
    return getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(ChangeEvent beat, Context context, Collector<ChangeEvent> out)
      throws Exception {
    if (beat.op() == Op.READ && beat.snapshot() == SnapshotKind.INITIAL) {
      if (endsUnseen) {
        run.update(beat.position());
        over.clear();
      }
    } else if (beat.snapshot() == SnapshotKind.NONE) {
      tick(beat, out);
      SourcePosition snapshot = run.value();
      if (snapshot != null && beat.position().compareTo(snapshot) > 0) {
        await(snapshot, beat, out);
      }
    }
  }

  /** A mark is looked at with the next change of the heartbeat, which is needed to speak. */
  @Override
  public void processElement2(TableFreshness mark, Context context, Collector<ChangeEvent> out) {
    marks.put(mark.table(), mark);
  }

  private void tick(ChangeEvent beat, Collector<ChangeEvent> out) throws Exception {
    Long last = ticked.value();
    if (last == null || beat.committedAtMicros() - last >= TICK_MICROS) {
      ticked.update(beat.committedAtMicros());
      out.collect(beat);
    }
  }

  private void await(SourcePosition snapshot, ChangeEvent beat, Collector<ChangeEvent> out)
      throws Exception {
    SourcePosition end = over.value();
    if (end == null) {
      over.update(beat.position());
      overAtMicros.update(beat.committedAtMicros());
    } else if (areFresh(end.lsn(), Math.floorDiv(overAtMicros.value(), 1000L))) {
      run.clear();
      over.clear();
      out.collect(complete(snapshot, beat));
    }
  }

  /** By time as well, because a mark of a database that was replaced may have the greater LSN. */
  private boolean areFresh(long lsn, long millis) {
    for (TableId table : tables) {
      TableFreshness mark = marks.get(table);
      if (mark == null || mark.asOfMillis() < millis || Long.compareUnsigned(mark.lsn(), lsn) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The event that says so. It stands before every row of the snapshot, and before those that an
   * incremental snapshot reads after it, which have no LSN.
   *
   * @param beat the heartbeat's change with which that is known
   */
  static ChangeEvent complete(SourcePosition snapshot, ChangeEvent beat) {
    return new ChangeEvent(
        beat.table(),
        Op.READ,
        beat.key(),
        null,
        beat.after(),
        null,
        new SourcePosition(snapshot.epoch(), snapshot.commitPosition(), false, 0, 0, Op.READ),
        null,
        SnapshotKind.INITIAL,
        beat.committedAtMicros(),
        beat.origin());
  }
}
