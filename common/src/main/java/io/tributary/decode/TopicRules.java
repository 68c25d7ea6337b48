package io.tributary.decode;

import org.jspecify.annotations.Nullable;

/** Recognises by their names the topics that hold no rows. */
final class TopicRules {

  private static final String HEARTBEATS = "__debezium-heartbeat.";
  private static final String TRANSACTIONS = ".transaction";

  private final @Nullable String prefix;

  TopicRules(@Nullable String prefix) {
    this.prefix = prefix;
  }

  boolean isHeartbeat(String topic) {
    return topic.startsWith(HEARTBEATS);
  }

  /**
   * Whether a topic holds transaction metadata. A table may be called {@code transaction}, so
   * without the prefix the name is no proof.
   */
  boolean isTransaction(String topic) {
    return prefix != null && topic.equals(prefix + TRANSACTIONS);
  }

  boolean mayBeTransaction(String topic) {
    return prefix == null && topic.endsWith(TRANSACTIONS);
  }
}
