package io.tributary.runtime.freshness;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where the partitions of tables end: behind all that has been acknowledged, in a transaction or
 * not.
 */
final class TopicEnds {

  private final Admin admin;
  private final Map<TableId, String> topics = new TreeMap<>();

  TopicEnds(Admin admin, KafkaSourceConfig kafka, Set<TableId> tables) {
    this.admin = admin;
    tables.forEach(table -> topics.put(table, kafka.topic(table)));
  }

  /** The ends by table, of partitions that exist now; a table without topic has none. */
  Map<TableId, Map<TopicPartition, Long>> read() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(wanted).all().get();
    Map<TableId, Map<TopicPartition, Long>> ends = new HashMap<>();
    topics.forEach(
        (table, topic) -> {
          Map<TopicPartition, Long> ofTable = new HashMap<>();
          found.forEach(
              (partition, info) -> {
                if (partition.topic().equals(topic)) {
                  ofTable.put(partition, info.offset());
                }
              });
          ends.put(table, Map.copyOf(ofTable));
        });
    return ends;
  }

  /** The partitions of those topics that exist. */
  List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    for (KafkaFuture<TopicDescription> topic :
        admin.describeTopics(topics.values()).topicNameValues().values()) {
      try {
        TopicDescription description = topic.get();
        description
            .partitions()
            .forEach(
                info -> partitions.add(new TopicPartition(description.name(), info.partition())));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return partitions;
  }
}
