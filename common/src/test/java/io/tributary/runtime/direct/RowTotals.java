package io.tributary.runtime.direct;

import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Of each table the number of rows and the sum of {@code v}, after every transition: {@code
 * public.notes|3|42}. An image whose {@code v} is not known counts for nothing.
 */
final class RowTotals extends KeyedProcessFunction<String, RowTransition, String> {

  private static final long serialVersionUID = 1L;

  private transient ValueState<Tuple2<Long, Long>> totals;

  @Override
  public void open(OpenContext context) {
    totals =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("totals", Types.TUPLE(Types.LONG, Types.LONG)));
  }

  @Override
  public void processElement(RowTransition made, Context context, Collector<String> out)
      throws Exception {
    Tuple2<Long, Long> known = totals.value() == null ? Tuple2.of(0L, 0L) : totals.value();
    Tuple2<Long, Long> left = plus(known, made.before(), -1);
    Tuple2<Long, Long> now = plus(left, made.after(), 1);
    totals.update(now);
    out.collect("%s|%d|%d".formatted(made.table(), now.f0, now.f1));
  }

  private static Tuple2<Long, Long> plus(
      Tuple2<Long, Long> totals, @Nullable RowImage row, int sign) {
    int index = row == null ? -1 : row.schema().indexOf("v");
    if (row == null || index < 0 || row.isUnavailable(index)) {
      return totals;
    }
    long v = row.value(index) instanceof Number number ? number.longValue() : 0;
    return Tuple2.of(totals.f0 + sign, totals.f1 + sign * v);
  }
}
