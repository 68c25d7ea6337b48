package io.tributary.runtime;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes records into change events. What is no change is counted and left out; what cannot be
 * used goes to {@link DeadLetters#TAG}.
 *
 * <p>Tables are described when the job starts. A record that does not fit its description, because
 * the table was altered since, has the tables described anew, once for each way not to fit.
 */
final class Decode extends ProcessFunction<RawRecord, ChangeEvent> implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Decode.class);

  static final String UID = "decode";

  /**
   * TRUNCATE has no place in the order of the rows of other partitions. Until it is applied to each
   * row, a table's derived data is untrue after it, so it is not skipped but rejected.
   */
  static final String TRUNCATE = "TRUNCATE";

  private final PipelineConfig config;
  private transient ChangeEventDecoder decoder;
  private transient PipelineMetrics metrics;
  private transient AtomicLong committedAtMillis;
  private transient Set<String> complaints;
  private transient Rejections rejections;

  Decode(PipelineConfig config) {
    this.config = config;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    rejections = Rejections.open(UID, config, context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    rejections.snapshot();
  }

  @Override
  @SuppressWarnings("NullAway.Init") // initializeState comes first.
  public void open(OpenContext context) {
    describeTables();
    complaints = new HashSet<>();
    committedAtMillis = new AtomicLong();
    metrics = PipelineMetrics.of(getRuntimeContext().getMetricGroup());
    metrics.lagBehind(committedAtMillis);
  }

  private void describeTables() {
    String prefix = config.source().topicPrefix();
    decoder =
        ChangeEventDecoder.of(
            SourceCatalog.describe(config), WireFormat.DEFAULT.withTopicPrefix(prefix));
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<ChangeEvent> out) {
    metrics.count(PipelineMetrics.RECORDS);
    Decoded decoded = decode(record);
    if (decoded instanceof Decoded.Rejected rejected) {
      String table = rejected.table() == null ? "" : rejected.table().toString();
      reject(rejected.code().name(), table, record, rejected.detail(), context);
    } else if (decoded instanceof Decoded.Skipped skipped) {
      metrics.count(PipelineMetrics.SKIPPED, "reason", skipped.reason());
    } else if (decoded instanceof Decoded.Change change) {
      ChangeEvent event = change.event();
      if (event.op() == Op.TRUNCATE) {
        String detail = "the table was truncated; what was derived from its rows is still there";
        reject(TRUNCATE, event.table().toString(), record, detail, context);
        return;
      }
      count(change);
      out.collect(event);
    }
  }

  private Decoded decode(RawRecord record) {
    Decoded decoded = decoder.decode(record);
    String complaint = complaint(decoded);
    if (complaint.isEmpty() || config.database() == null || !complaints.add(complaint)) {
      return decoded;
    }
    LOG.info("{} at {}: describing the tables anew", complaint, record.origin());
    describeTables();
    return decoder.decode(record);
  }

  /** How a record does not fit what is known of its table; empty where it does. */
  private static String complaint(Decoded decoded) {
    if (decoded instanceof Decoded.Change change && !change.undescribed().isEmpty()) {
      return change.event().table() + " has columns " + change.undescribed();
    }
    if (decoded instanceof Decoded.Rejected rejected && rejected.table() != null) {
      return switch (rejected.code()) {
        case UNKNOWN_TABLE, TYPE_MISMATCH, VALUE_OUT_OF_RANGE ->
            rejected.table() + ": " + rejected.detail();
        default -> "";
      };
    }
    return "";
  }

  private void reject(String code, String table, RawRecord record, String detail, Context context) {
    metrics.count(PipelineMetrics.REJECTED, "code", code);
    context.output(DeadLetters.TAG, rejections.reject(code, table, record, detail));
  }

  private void count(Decoded.Change change) {
    rejections.accept();
    metrics.count(PipelineMetrics.DECODED);
    if (!change.undescribed().isEmpty()) {
      metrics.count(PipelineMetrics.UNDESCRIBED);
    }
    long millis = Math.floorDiv(change.event().committedAtMicros(), 1000L);
    if (millis > committedAtMillis.get()) {
      committedAtMillis.set(millis);
    }
  }
}
