package io.tributary.runtime;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The part that all jobs share: source, decoding, protection, ledger and dead letters.
 *
 * <pre>{@code
 * try (ChangeStream changes = ChangeStream.open(env, config, ports, tables)) {
 *   changes.transitions(Map.of(users, Set.of("email"))) ...
 * }
 * }</pre>
 *
 * <p>Watermarks are the database's commit clock in milliseconds: the latest commit that a subtask
 * has seen, and of several subtasks the least, those without records excluded. The clock stands
 * still while the connector does. It is no promise that no older change follows: a subtask may read
 * several partitions of which one is behind.
 */
public final class ChangeStream implements AutoCloseable {

  /**
   * The table whose one row the connector touches when the database is idle. Its changes move the
   * watermark and are no transitions.
   */
  public static final TableId HEARTBEAT = new TableId("tributary", "heartbeat");

  private static final Duration IDLE_AFTER = Duration.ofSeconds(1);

  private final DataStream<ChangeEvent> changes;
  private final Ports ports;
  private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();

  private ChangeStream(DataStream<ChangeEvent> changes, Ports ports) {
    this.changes = changes;
    this.ports = ports;
  }

  /** Reads these tables, and the heartbeat's, through the ports. */
  public static ChangeStream open(
      StreamExecutionEnvironment env, PipelineConfig config, Ports ports, Set<TableId> tables) {
    Set<TableId> read = new HashSet<>(tables);
    read.add(HEARTBEAT);
    SingleOutputStreamOperator<ChangeEvent> decoded =
        ports
            .changes()
            .read(env, read)
            .process(new Decode(config, ports.changes().schemaHistory()))
            .returns(ChangeEvent.class)
            .uid(Decode.UID)
            .name("decode");
    DataStream<ChangeEvent> changes =
        decoded
            .assignTimestampsAndWatermarks(commitClock())
            .uid("commit-clock")
            .name("commit clock")
            .filter(event -> !event.table().equals(HEARTBEAT))
            .uid("without-heartbeats")
            .name("without heartbeats")
            .map(new ApplyPolicy(config))
            .returns(ChangeEvent.class)
            .uid(ApplyPolicy.UID)
            .name("protect personal data");
    ChangeStream stream = new ChangeStream(changes, ports);
    stream.deadLetters(decoded.getSideOutput(DeadLetters.TAG));
    return stream;
  }

  static WatermarkStrategy<ChangeEvent> commitClock() {
    return WatermarkStrategy.<ChangeEvent>forMonotonousTimestamps()
        .withTimestampAssigner(
            (event, recordTimestamp) -> Math.floorDiv(event.committedAtMicros(), 1000L))
        .withIdleness(IDLE_AFTER);
  }

  /**
   * What happened to each row of these tables, in the row's own order, once; replays are dropped.
   * Images hold the columns that are needed and no others. One call for each stream.
   *
   * @param columnsNeeded by table; an empty set stands for all columns
   */
  public DataStream<RowTransition> transitions(Map<TableId, Set<String>> columnsNeeded) {
    Map<TableId, Set<String>> needed = new HashMap<>(columnsNeeded);
    return changes
        .filter(event -> needed.containsKey(event.table()))
        .uid("tables-needed")
        .name("tables needed")
        .keyBy(ChangeEvent::lane)
        .process(new LedgerStep(needed))
        .returns(RowTransition.class)
        .uid(LedgerStep.UID)
        .name("ledger");
  }

  /**
   * The changes as the wire tells them, for work that is idempotent and needs key columns only:
   * replays pass, and images are as incomplete as the wire's.
   */
  public DataStream<RowTransition> transitionsWithoutLedger() {
    return changes
        .map(event -> RowTransition.of(event, event.before(), event.after()))
        .returns(RowTransition.class)
        .uid("wire-transitions")
        .name("transitions as the wire tells them");
  }

  /** Adds records that the job itself rejected. */
  public void deadLetters(DataStream<DeadLetter> more) {
    deadLetters.add(more);
  }

  /** Ends the definition: gives every rejected record to the port. */
  @Override
  public void close() {
    DataStream<DeadLetter> all = deadLetters.get(0);
    for (DataStream<DeadLetter> more : deadLetters.subList(1, deadLetters.size())) {
      all = all.union(more);
    }
    all.sinkTo(ports.deadLetters()).uid("dead-letters").name("dead letters");
  }
}
