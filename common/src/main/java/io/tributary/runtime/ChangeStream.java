package io.tributary.runtime;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.decoding.Decode;
import io.tributary.runtime.freshness.FollowHeartbeats;
import io.tributary.runtime.freshness.ObserveFreshness;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.runtime.ledger.Filled;
import io.tributary.runtime.ledger.LedgerOperator;
import io.tributary.runtime.ledger.LedgerStep;
import io.tributary.runtime.ledger.Lineage;
import io.tributary.runtime.ledger.WireTransitions;
import io.tributary.runtime.policy.ApplyPolicy;
import io.tributary.runtime.tables.UnpublishedColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

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
 * has seen, and of several subtasks the least, idle ones excluded. The clock stands still while the
 * connector does. It does not promise that no older change follows: of the partitions that a
 * subtask reads, one may be behind.
 */
public final class ChangeStream implements AutoCloseable {

  private final DataStream<ChangeEvent> changes;
  private final DataStream<ChangeEvent> beats;
  private final Ports ports;
  private final PipelineConfig config;
  private SingleOutputStreamOperator<TableFreshness> freshness;
  private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();
  private @Nullable DataStream<Filled> filled;

  private ChangeStream(
      DataStream<ChangeEvent> changes,
      DataStream<ChangeEvent> beats,
      Ports ports,
      Set<TableId> tables,
      PipelineConfig config) {
    this.changes = changes;
    this.beats = beats;
    this.ports = ports;
    this.config = config;
    this.freshness =
        ports.changes().isInCommitOrder()
            ? FollowHeartbeats.of(beats, tables)
            : ObserveFreshness.beside(beats, ports.freshness(), tables);
  }

  /** Reads these tables, and the heartbeat's, through the ports. */
  public static ChangeStream open(
      StreamExecutionEnvironment env, PipelineConfig config, Ports ports, Set<TableId> tables) {
    Map<TableId, Set<String>> whole = new HashMap<>();
    tables.forEach(table -> whole.put(table, Set.of()));
    return open(env, config, ports, whole);
  }

  /**
   * The same where what is asked for is known from the start, so that nothing else travels.
   *
   * @param columnsNeeded by table, those that any transition is asked for; an empty set stands for
   *     all columns
   */
  public static ChangeStream open(
      StreamExecutionEnvironment env,
      PipelineConfig config,
      Ports ports,
      Map<TableId, Set<String>> columnsNeeded) {
    SingleOutputStreamOperator<ChangeEvent> decoded = decoded(env, config, ports, columnsNeeded);
    DataStream<ChangeEvent> clocked =
        decoded
            .map(new Lineage(config.source().epoch()))
            .returns(ChangeEvent.class)
            .uid(Lineage.UID)
            .name("lineage")
            .assignTimestampsAndWatermarks(Clocks.ofCommits())
            .uid("commit-clock")
            .name("commit clock");
    ChangeStream stream =
        new ChangeStream(
            ApplyPolicy.toRows(clocked, config, ports.changes().schemaHistory()),
            beats(clocked),
            ports,
            Set.copyOf(columnsNeeded.keySet()),
            config);
    stream.deadLetters(decoded.getSideOutput(DeadLetters.TAG));
    return stream;
  }

  private static SingleOutputStreamOperator<ChangeEvent> decoded(
      StreamExecutionEnvironment env,
      PipelineConfig config,
      Ports ports,
      Map<TableId, Set<String>> columnsNeeded) {
    Set<TableId> read = new HashSet<>(columnsNeeded.keySet());
    read.add(TableId.HEARTBEAT);
    return ports
        .changes()
        .read(env, read)
        .process(new Decode(config, ports.changes().schemaHistory(), columnsNeeded))
        .returns(ChangeEvent.class)
        .uid(Decode.UID)
        .name("decode");
  }

  /** The heartbeat's changes. They bring the clock to what stands beside the data. */
  private static DataStream<ChangeEvent> beats(DataStream<ChangeEvent> clocked) {
    return clocked.filter(ChangeStream::isBeat).uid("heartbeats").name("heartbeats");
  }

  private static boolean isBeat(ChangeEvent event) {
    return event.table().equals(TableId.HEARTBEAT) && event.op() != Op.TRUNCATE;
  }

  /**
   * What happened to each row of these tables: once each, in the row's own order, without replays.
   * Images hold the key and the columns that are needed. A row that a TRUNCATE ended gets a
   * transition of that operation with its old image; one that the snapshot of a new slot no longer
   * showed gets a DELETE marked as the snapshot's. To be called once for each stream.
   *
   * @param columnsNeeded by table; an empty set stands for all columns
   * @throws InvalidConfigException if one of them is known to be generated, so that it never comes
   */
  public DataStream<RowTransition> transitions(Map<TableId, Set<String>> columnsNeeded) {
    return ledger(columnsNeeded, LedgerStep.Purpose.PRESENT, List.of());
  }

  /**
   * The same for sums, which take back what they have counted and nothing else: the old image of
   * every transition is the new image of the row's transition before. It leaves out what only the
   * wire has it, of a row that was not seen or a column that was not known. Images hold the columns
   * that what is counted needs. To be called once for each stream.
   *
   * <p>A job that is restored with more to count gets every row again, as a READ that changes
   * nothing or with a change that holds all of it; {@link #filled} says when that is over.
   */
  public DataStream<RowTransition> differences(Collection<Counted> counted) {
    return ledger(Counted.columns(counted), LedgerStep.Purpose.DIFFERENCES, counted);
  }

  /** What of {@link #differences} has been counted in everything, as each subtask says. */
  public DataStream<Filled> filled() {
    return Clocks.withoutTime(
        Objects.requireNonNull(filled, "there are no differences"), "filled", "tables filled");
  }

  /**
   * What happened to these tables, for a record of it: {@link #transitions}, but with one
   * transition for a TRUNCATE, without key and images, and with the changes of rows that arrived
   * after what ended them. To be called once for each stream.
   */
  public DataStream<RowTransition> history(Map<TableId, Set<String>> columnsNeeded) {
    return ledger(columnsNeeded, LedgerStep.Purpose.HISTORY, List.of());
  }

  private DataStream<RowTransition> ledger(
      Map<TableId, Set<String>> columnsNeeded,
      LedgerStep.Purpose purpose,
      Collection<Counted> counted) {
    UnpublishedColumns.check(config, columnsNeeded);
    LedgerChain chain = new LedgerChain(changes, beats, freshness, ports.changes(), config);
    SingleOutputStreamOperator<RowTransition> transitions =
        chain.transitions(columnsNeeded, purpose, counted);
    filled = transitions.getSideOutput(LedgerOperator.FILLED);
    if (purpose == LedgerStep.Purpose.DIFFERENCES) {
      freshness = chain.freshness(transitions);
    }
    deadLetters(transitions.getSideOutput(DeadLetters.TAG));
    return transitions;
  }

  /**
   * The changes as the wire has them, for work that is idempotent and needs key columns only: with
   * replays, and with images as incomplete as the wire's. A TRUNCATE becomes a dead letter, because
   * nobody knows the rows that it ended.
   *
   * @param columnsNeeded by table
   * @throws InvalidConfigException if one of them is known to be generated, so that it never comes
   */
  public DataStream<RowTransition> transitionsWithoutLedger(
      Map<TableId, Set<String>> columnsNeeded) {
    UnpublishedColumns.check(config, columnsNeeded);
    SingleOutputStreamOperator<RowTransition> transitions =
        changes
            .process(new WireTransitions())
            .returns(RowTransition.class)
            .uid("wire-transitions")
            .name("transitions as the wire has them");
    deadLetters(transitions.getSideOutput(DeadLetters.TAG));
    return transitions;
  }

  /**
   * How fresh each table is, in one stream whose watermark is that of the changes. A mark is true
   * when it comes, for sinks that write before a checkpoint completes. A sink that commits after a
   * checkpoint has completed has committed it with the checkpoint that follows the mark.
   *
   * <p>After {@link #differences} a mark also says whether rows are counted as they were before DDL
   * rewrote them.
   */
  public SingleOutputStreamOperator<TableFreshness> freshness() {
    return freshness;
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
