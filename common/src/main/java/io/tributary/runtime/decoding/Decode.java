package io.tributary.runtime.decoding;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.SchemaRegistry;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records into change events. What is no change is counted and left out; what cannot be
 * used goes to {@link DeadLetters#TAG}.
 *
 * <p>A record waits, and with it those behind it, only while nothing describes it; see {@link
 * DescribedDecoder}.
 */
public final class Decode extends ProcessFunction<RawRecord, ChangeEvent>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  public static final String UID = "decode";

  /** A record that was replayed after {@code source.epoch} had been raised. */
  static final String FORMER_EPOCH = "former-epoch";

  private final PipelineConfig config;
  private final @Nullable KafkaSourceConfig history;
  private final HashMap<TableId, Set<String>> columnsNeeded;
  private transient @Nullable DescribedDecoder decoder;
  private transient PipelineMetrics metrics;
  private transient Counter records;
  private transient Counter decodedRecords;
  private transient AtomicLong committedAtMillis;
  private transient Rejections rejections;
  private transient Replays replays;

  /**
   * @param history where the schema history is, null where there is none
   * @param columnsNeeded by table, what images have beside the key's columns; all of them for an
   *     empty set
   */
  public Decode(
      PipelineConfig config,
      @Nullable KafkaSourceConfig history,
      Map<TableId, Set<String>> columnsNeeded) {
    this.config = config;
    this.history = history;
    this.columnsNeeded = new HashMap<>(columnsNeeded);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rejections = Rejections.open(UID, config, context);
    replays = new Replays(config.deadLetters().topic(), config.source().epoch());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    rejections.snapshot();
  }

  @Override
  @SuppressWarnings("NullAway.Init") // initializeState comes first.
  public void open(OpenContext context) throws InterruptedException {
    committedAtMillis = new AtomicLong();
    metrics = PipelineMetrics.of(getRuntimeContext().getMetricGroup());
    metrics.lagBehind(committedAtMillis);
    records = metrics.counter(PipelineMetrics.RECORDS);
    decodedRecords = metrics.counter(PipelineMetrics.DECODED);
    WireFormat format = config.wireFormat();
    SchemaRegistry registry =
        Decoding.registry(
            config.source().kafka(),
            HttpSchemaRegistry.FOR_EVER,
            () -> metrics.count(PipelineMetrics.REGISTRY_FAILURES));
    UnrepairedConnectors unrepaired = new UnrepairedConnectors(config, metrics);
    decoder =
        DescribedDecoder.open(
            config,
            history,
            tables ->
                ChangeEventDecoder.of(tables, format, registry, columnsNeeded)
                    .tellUnrepaired(unrepaired),
            () -> metrics.count(PipelineMetrics.SCHEMA_WAITS));
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      decoder.tellHistory(new RewrittenTables(config, metrics));
    }
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }

  @Override
  public void processElement(RawRecord read, Context context, Collector<ChangeEvent> out)
      throws InterruptedException {
    records.inc();
    RawRecord record = replays.original(read);
    if (record != read && replays.isOfFormerEpoch(record)) {
      metrics.count(PipelineMetrics.SKIPPED, "reason", FORMER_EPOCH);
      return;
    }
    Decoded decoded = Objects.requireNonNull(decoder).decode(record);
    if (decoded instanceof Decoded.Rejected rejected) {
      String table = rejected.table() == null ? "" : rejected.table().toString();
      reject(rejected.code().name(), table, record, rejected.detail(), context);
    } else if (decoded instanceof Decoded.Skipped skipped) {
      metrics.count(PipelineMetrics.SKIPPED, "reason", skipped.reason());
    } else if (decoded instanceof Decoded.Change change) {
      rejections.accept(record);
      count(change);
      out.collect(record == read ? change.event() : replayed(change.event()));
    }
  }

  private ChangeEvent replayed(ChangeEvent event) {
    metrics.count(PipelineMetrics.REPLAYED);
    return Replays.inOrder(event);
  }

  private void reject(String code, String table, RawRecord record, String detail, Context context) {
    metrics.count(PipelineMetrics.REJECTED, "code", code);
    context.output(DeadLetters.TAG, rejections.reject(code, table, record, detail));
  }

  private void count(Decoded.Change change) {
    decodedRecords.inc();
    if (!change.undescribed().isEmpty()) {
      metrics.count(PipelineMetrics.UNDESCRIBED);
    }
    long millis = Math.floorDiv(change.event().committedAtMicros(), 1000L);
    if (millis > committedAtMillis.get()) {
      committedAtMillis.lazySet(millis); // A metric may be seen a moment later.
    }
  }
}
