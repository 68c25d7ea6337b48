package io.tributary.tools.preflight;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A topic as the brokers have it.
 *
 * @param replicas of the partition that has the fewest
 * @param settings in effect, defaults included; empty where our user may not see them
 * @param allowed what our user may do with it
 */
record KafkaTopic(
    String name,
    int partitions,
    int replicas,
    Map<String, String> settings,
    Set<AclOperation> allowed) {

  KafkaTopic {
    settings = Map.copyOf(settings);
    allowed = Set.copyOf(allowed);
  }

  boolean isCompacted() {
    return settings.getOrDefault("cleanup.policy", "").contains("compact");
  }

  /** Whether records go for their age, or for want of room. */
  boolean isDeletedFrom() {
    return settings.getOrDefault("cleanup.policy", "").contains("delete")
        && (number("retention.ms", -1) >= 0 || number("retention.bytes", -1) >= 0);
  }

  long number(String setting, long unknown) {
    String value = settings.get(setting);
    return value == null ? unknown : Long.parseLong(value);
  }

  boolean allows(AclOperation operation) {
    return allowed.contains(operation);
  }
}
