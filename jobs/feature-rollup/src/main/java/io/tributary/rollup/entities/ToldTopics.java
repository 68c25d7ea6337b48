package io.tributary.rollup.entities;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.rollup.plan.FeatureTopic;
import io.tributary.rollup.plan.RollupPlan;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Which topics have all entities, as state knows it. One has not that is new to a rollup or has
 * another form; and none has for sure when a transaction can have expired, after its checkpoint was
 * complete and before it was committed, because the job was down for too long.
 */
final class ToldTopics {

  /** Before a topic that lacks some; no name of a topic has it. */
  private static final String LACKING = "?";

  private final FeatureTopicsConfig delivery;
  private final Collection<FeatureTopic> topics;
  private final ListState<String> told;
  private final ListState<Long> openSince;
  private final Set<String> restored = new HashSet<>();
  private long oldest = Long.MAX_VALUE;
  private long snapshot;

  /**
   * Reads what a restored operator knows.
   *
   * @param now milliseconds
   */
  ToldTopics(RollupPlan plan, OperatorStateStore store, long now) throws Exception {
    delivery = plan.delivery();
    topics = plan.topics().values();
    told = store.getUnionListState(new ListStateDescriptor<>("told-topics", Types.STRING));
    openSince = store.getUnionListState(new ListStateDescriptor<>("topics-since", Types.LONG));
    told.get().forEach(restored::add);
    for (long each : openSince.get()) {
      oldest = Math.min(oldest, each);
    }
    snapshot = now;
  }

  /** Whether some topic may lack what a restored job has told it. */
  boolean mayLack(long now) {
    return topics.stream().map(FeatureTopic::text).anyMatch(this::isLacking)
        || (!topics.isEmpty() && mayHaveExpired(now));
  }

  private boolean isLacking(String topic) {
    return !restored.contains(topic) || restored.contains(LACKING + topic);
  }

  /** A tenth of the time is left for the sink to commit. */
  private boolean mayHaveExpired(long now) {
    return delivery.delivery() == FeatureTopicsConfig.Delivery.EXACTLY_ONCE
        && now - oldest > delivery.transactionTimeout().toMillis() / 10 * 9;
  }

  /**
   * Prepares a checkpoint.
   *
   * @param complete whether this subtask has told all topics all that it has
   */
  void save(long now, boolean complete) throws Exception {
    Stream<String> texts = topics.stream().map(FeatureTopic::text);
    told.update(texts.map(topic -> complete ? topic : LACKING + topic).toList());
    // A transaction begins with the first record after a checkpoint and is part of the next.
    openSince.update(List.of(complete ? snapshot : Math.min(oldest, snapshot)));
    snapshot = now;
  }
}
