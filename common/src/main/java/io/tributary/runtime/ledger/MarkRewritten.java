package io.tributary.runtime.ledger;

import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.CoFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the freshness of a table what the ledger's subtasks report together of rows that DDL has
 * rewritten. A new report is emitted with the latest mark.
 */
public final class MarkRewritten
    implements CoFlatMapFunction<TableFreshness, Rewritten, TableFreshness> {

  private static final long serialVersionUID = 1L;

  private static final String UID = "freshness-of-rewritten";

  private final HashMap<TableId, TableFreshness> marks = new HashMap<>();
  private final HashMap<TableId, HashMap<Integer, Rewritten>> reports = new HashMap<>();

  /** The marks with what is reported beside them, and with their watermark. */
  public static SingleOutputStreamOperator<TableFreshness> of(
      DataStream<TableFreshness> freshness, DataStream<Rewritten> timeless) {
    return freshness
        .connect(timeless)
        .flatMap(new MarkRewritten())
        .returns(TableFreshness.class)
        .uid(UID)
        .name("freshness of rewritten tables")
        .setParallelism(1);
  }

  @Override
  public void flatMap1(TableFreshness mark, Collector<TableFreshness> out) {
    marks.put(mark.table(), mark);
    emit(mark.table(), out);
  }

  @Override
  public void flatMap2(Rewritten news, Collector<TableFreshness> out) {
    TableId table = news.tableId();
    Map<Integer, Rewritten> all = reports.computeIfAbsent(table, any -> new HashMap<>());
    all.values().removeIf(each -> each.position().compareTo(news.position()) < 0);
    if (all.values().stream().allMatch(each -> each.position().equals(news.position()))) {
      all.put(news.subtask(), news);
    }
    emit(table, out);
  }

  private void emit(TableId table, Collector<TableFreshness> out) {
    TableFreshness mark = marks.get(table);
    if (mark != null) {
      out.collect(mark.rewrittenAt(rewrittenAt(reports.get(table))));
    }
  }

  private static long rewrittenAt(@Nullable Map<Integer, Rewritten> all) {
    if (all == null) {
      return TableFreshness.UNKNOWN;
    }
    for (Rewritten each : all.values()) {
      if (!each.told()) {
        return each.atMillis();
      }
    }
    int subtasks = all.values().iterator().next().subtasks();
    return all.size() == subtasks ? TableFreshness.NOT_REWRITTEN : TableFreshness.UNKNOWN;
  }
}
