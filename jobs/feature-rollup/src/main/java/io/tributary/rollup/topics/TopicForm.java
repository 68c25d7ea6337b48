package io.tributary.rollup.topics;

import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.io.Serializable;
import java.util.List;

/** How updates are written as records of their topic. */
interface TopicForm extends Serializable {

  /**
   * Why the topic cannot be written so, as far as is known before the job runs; empty where nothing
   * speaks against it, or nobody answers.
   */
  default List<String> refusals() {
    return List.of();
  }

  /** Prepares for the first record; waits for what it needs. */
  default void open(PipelineMetrics metrics) {}

  /** Whose update it is. The same entity has the same key always, or compaction keeps both. */
  byte[] key(FeatureUpdate update);

  /** The features of an entity that has any. */
  byte[] value(FeatureUpdate update);
}
