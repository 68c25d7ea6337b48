package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.iceberg.Table;

/**
 * Says in each audit table up to when it holds all changes, in its properties {@code
 * tributary.as-of}, {@code tributary.as-of-lsn} and {@code tributary.as-of-kind}.
 *
 * <p>A mark is about a checkpoint that is complete, whose batches may still be on their way into
 * the table. So it waits for a checkpoint that begins after it came, and then until the committer
 * says that it has committed that one, and with it all before. A mark that is lost in a failure is
 * made anew; one that has been published stays true, and never goes back.
 *
 * <p>As each change of a property leaves a file of metadata, a table's mark is published once in
 * {@link #INTERVAL} of its own time.
 */
final class PublishFreshness extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<CommittableMessage<AuditBatch>, TableFreshness, Void> {

  static final String UID = "freshness-of-audit-tables";
  static final String AS_OF = "tributary.as-of";
  static final String AS_OF_LSN = "tributary.as-of-lsn";
  static final String AS_OF_KIND = "tributary.as-of-kind";

  static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final long serialVersionUID = 1L;

  private final LakehouseConfig config;

  /** The latest marks since the last checkpoint began. */
  private transient Map<TableId, TableFreshness> arrived;

  /** The latest marks before each checkpoint that is not known to be committed. */
  private transient NavigableMap<Long, Map<TableId, TableFreshness>> waiting;

  private transient Map<TableId, Long> published;
  private transient LakehouseCatalog catalog;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  PublishFreshness(LakehouseConfig config) {
    this.config = config;
  }

  @Override
  public void open() {
    arrived = new HashMap<>();
    waiting = new TreeMap<>();
    published = new HashMap<>();
    catalog = LakehouseCatalog.open(config);
  }

  @Override
  public void processElement2(StreamRecord<TableFreshness> mark) {
    arrived.put(mark.getValue().table(), mark.getValue());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) {
    waiting.put(context.getCheckpointId(), arrived);
    arrived = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<CommittableMessage<AuditBatch>> message) {
    if (message.getValue() instanceof CommittableSummary<AuditBatch> committed) {
      var proven = waiting.headMap(committed.getCheckpointIdOrEOI(), true);
      Map<TableId, TableFreshness> latest = new HashMap<>();
      proven.values().forEach(latest::putAll);
      proven.clear();
      latest.values().forEach(this::publish);
    }
  }

  private void publish(TableFreshness mark) {
    Long last = published.get(mark.table());
    if (last == null || mark.asOfMillis() - last >= INTERVAL.toMillis()) {
      Table table = catalog.find(mark.table()).orElse(null);
      if (table != null) {
        published.put(mark.table(), mark.asOfMillis());
        write(mark, table);
      }
    }
  }

  private static void write(TableFreshness mark, Table table) {
    String before = table.properties().getOrDefault(AS_OF, "");
    if (before.compareTo(mark.asOfText()) < 0) {
      table
          .updateProperties()
          .set(AS_OF, mark.asOfText())
          .set(AS_OF_LSN, mark.lsnText())
          .set(AS_OF_KIND, mark.kind())
          .commit();
    }
  }

  @Override
  public void close() throws Exception {
    if (catalog != null) {
      catalog.close();
    }
    super.close();
  }
}
