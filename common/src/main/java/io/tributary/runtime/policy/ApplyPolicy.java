package io.tributary.runtime.policy;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.policy.PrivacyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Protects personal data before anything keeps it. Refuses state that was made under other rules
 * for the columns that name its rows: see {@link NamingColumns}.
 */
public final class ApplyPolicy extends RichFlatMapFunction<ChangeEvent, ChangeEvent>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** Permanent, as the rules of naming columns are kept under them. */
  static final String UID = "policy";

  static final String NAMING = "naming-columns";

  private final PipelineConfig config;
  private final @Nullable KafkaSourceConfig history;
  private transient @Nullable HistoryNames names;
  private transient PrivacyPolicy policy;
  private transient NamingColumns naming;
  private transient ListState<String> remembered;

  /**
   * @param history where the schema history is, null where there is none
   */
  @SuppressWarnings("NullAway.Init") // Flink initializes a function before it uses it.
  ApplyPolicy(PipelineConfig config, @Nullable KafkaSourceConfig history) {
    this.config = config;
    this.history = history;
  }

  /** The changes of rows, protected; not those of the heartbeat. */
  public static DataStream<ChangeEvent> toRows(
      DataStream<ChangeEvent> clocked, PipelineConfig config, @Nullable KafkaSourceConfig history) {
    return clocked
        .flatMap(new ApplyPolicy(config, history))
        .returns(ChangeEvent.class)
        .uid(UID)
        .name("protect personal data");
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    PolicyRules rules = new PolicyRules(config);
    HistoryNames opened = HistoryNames.open(rules, history);
    names = opened;
    policy = rules.policy(opened);
    naming = new NamingColumns(config, rules, opened);
    remembered =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>(NAMING, Types.STRING));
    if (context.isRestored()) {
      naming.restore(remembered.get());
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<String> entries = new ArrayList<>();
    naming.entries().forEach(entries::add);
    remembered.update(entries);
  }

  @Override
  public void flatMap(ChangeEvent event, Collector<ChangeEvent> out) {
    if (event.table().equals(TableId.HEARTBEAT)) {
      return;
    }
    if (Objects.requireNonNull(names).haveMore()) {
      policy.forgetNames();
    }
    naming.see(event);
    out.collect(policy.apply(event));
  }

  @Override
  public void close() {
    if (names != null) {
      names.close();
    }
  }
}
