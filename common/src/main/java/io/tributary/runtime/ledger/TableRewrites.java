package io.tributary.runtime.ledger;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.HistoryReader;
import io.tributary.schema.Rewrite;
import io.tributary.schema.SchemaHistory;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Informs the ledger of DDL that has rewritten all rows of a table: as an UPDATE of the table, with
 * neither key nor images, at its place in the log. It looks at the schema history with each change
 * of the heartbeat, and repeats the last rewrite of each table after every start.
 */
public final class TableRewrites extends RichFlatMapFunction<ChangeEvent, ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private static final String UID = "table-rewrites";

  private final KafkaSourceConfig topic;
  private final Set<TableId> tables;
  private final int epoch;
  private transient @Nullable HistoryReader reader;
  private transient SchemaHistory seen;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  private TableRewrites(KafkaSourceConfig topic, Set<TableId> tables, int epoch) {
    this.topic = topic;
    this.tables = Set.copyOf(tables);
    this.epoch = epoch;
  }

  /**
   * Those of these tables.
   *
   * @param topic where the schema history is
   * @param epoch of the positions of changes
   */
  public static SingleOutputStreamOperator<ChangeEvent> beside(
      DataStream<ChangeEvent> beats, KafkaSourceConfig topic, Set<TableId> tables, int epoch) {
    return beats
        .flatMap(new TableRewrites(topic, tables, epoch))
        .returns(ChangeEvent.class)
        .uid(UID)
        .name("rewritten tables")
        .setParallelism(1);
  }

  /** Whether an event says that all rows of its table were rewritten. */
  static boolean isOne(ChangeEvent event) {
    return event.op() == Op.UPDATE && event.after() == null;
  }

  @Override
  public void open(OpenContext context) throws InterruptedException {
    seen = SchemaHistory.empty();
    reader = HistoryReader.open(topic);
  }

  @Override
  public void flatMap(ChangeEvent beat, Collector<ChangeEvent> out) {
    SchemaHistory history = reader == null ? seen : reader.history();
    if (history != seen) {
      Map<TableId, Rewrite> known = seen.rewrites();
      seen = history;
      history.rewrites().entrySet().stream()
          .filter(each -> tables.contains(each.getKey()))
          .filter(each -> !each.getValue().equals(known.get(each.getKey())))
          .forEach(each -> out.collect(event(each.getKey(), each.getValue())));
    }
  }

  private ChangeEvent event(TableId table, Rewrite rewrite) {
    return new ChangeEvent(
        table,
        Op.UPDATE,
        null,
        null,
        null,
        null,
        new SourcePosition(epoch, rewrite.commit(), true, rewrite.lsn(), 0, Op.UPDATE),
        null,
        SnapshotKind.NONE,
        rewrite.at().toEpochMilli() * 1000,
        Origin.NONE);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
