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
 * Which topics hold all entities, remembered in state. A topic does not that is new to a rollup or
 * has changed its format; and none does for certain when a transaction can have expired between the
 * completion of its checkpoint and its commit, because the job was down for too long.
 */
final class PublishedTopics {

  /** Before a topic that lacks some; no name of a topic has it. */
  private static final String LACKING = "?";

  private final FeatureTopicsConfig delivery;
  private final Collection<FeatureTopic> topics;
  private final ListState<String> published;
  private final ListState<Long> openSince;
  private final Set<String> restored = new HashSet<>();
  private long oldest = Long.MAX_VALUE;
  private long snapshot;

  /**
   * Reads what a restored operator knows.
   *
   * @param now milliseconds
   */
  PublishedTopics(RollupPlan plan, OperatorStateStore store, long now) throws Exception {
    delivery = plan.delivery();
    topics = plan.topics().values();
    published = store.getUnionListState(new ListStateDescriptor<>("told-topics", Types.STRING));
    openSince = store.getUnionListState(new ListStateDescriptor<>("topics-since", Types.LONG));
    published.get().forEach(restored::add);
    for (long each : openSince.get()) {
      oldest = Math.min(oldest, each);
    }
    snapshot = now;
  }

  /** Whether some topic may lack what a restored job has published. */
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
   * @param complete whether this subtask has published all its entities to all topics
   */
  void save(long now, boolean complete) throws Exception {
    Stream<String> texts = topics.stream().map(FeatureTopic::text);
    published.update(texts.map(topic -> complete ? topic : LACKING + topic).toList());
    // A transaction begins with the first record after a checkpoint and is part of the next.
    openSince.update(List.of(complete ? snapshot : Math.min(oldest, snapshot)));
    snapshot = now;
  }
}
