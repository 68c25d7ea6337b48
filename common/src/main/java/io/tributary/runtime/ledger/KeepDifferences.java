package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.TableId;
import io.tributary.ledger.Differences;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** Reduces changes of needed rows, before they travel, to what a ledger for sums looks at. */
public final class KeepDifferences extends RichFlatMapFunction<ChangeEvent, ChangeEvent> {

  private static final long serialVersionUID = 1L;

  public static final String UID = "differences";

  private final Map<TableId, Set<String>> columnsNeeded;
  private transient Differences differences;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  public KeepDifferences(Map<TableId, Set<String>> columnsNeeded) {
    this.columnsNeeded = columnsNeeded;
  }

  @Override
  public void open(OpenContext context) {
    differences = new Differences(columnsNeeded);
  }

  @Override
  public void flatMap(ChangeEvent event, Collector<ChangeEvent> out) {
    if (event.op() != Op.TRUNCATE && columnsNeeded.containsKey(event.table())) {
      out.collect(differences.of(event));
    }
  }
}
