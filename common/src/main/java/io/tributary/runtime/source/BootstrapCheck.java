package io.tributary.runtime.source;

import io.tributary.config.Bootstrap;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds what a job finds when it starts without state against {@code bootstrap}.
 *
 * <p>A topic that does not exist yet, or holds nothing, says nothing against it. The heartbeat's
 * topic may have lost its beginning: no result is made of it.
 */
public final class BootstrapCheck implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Bootstrap bootstrap;
  private final KafkaSourceConfig kafka;
  private final HashSet<String> topics = new HashSet<>();
  private final String heartbeats;

  private BootstrapCheck(PipelineConfig config) {
    bootstrap = config.bootstrap();
    kafka = Objects.requireNonNull(config.source().kafka());
    heartbeats = kafka.topic(TableId.HEARTBEAT);
    for (TableId table : config.tables().keySet()) {
      topics.add(kafka.topic(table));
    }
    topics.add(heartbeats);
  }

  static BootstrapCheck of(PipelineConfig config) {
    return new BootstrapCheck(config);
  }

  /**
   * What is missing, for people, from the topics of a pipeline, so that a job without state would
   * refuse them: {@code app.public.users, partition 1: the records before offset 7 are gone}. Empty
   * where it would start.
   */
  public static List<String> gaps(PipelineConfig config) {
    BootstrapCheck check = of(config);
    return check.bootstrap == Bootstrap.ACCEPT_PARTIAL ? List.of() : check.gaps(check.topics);
  }

  /** The same for tables of which it is not known yet how many partitions their topics have. */
  void check(Set<TableId> tables) {
    check(tables.stream().map(table -> new TopicPartition(kafka.topic(table), 0)).toList());
  }

  /**
   * Looks at the beginnings of the topics that a job is about to read, and of the pipeline's
   * others, which may show that the connector took a snapshot.
   *
   * @throws BootstrapRefusedException if they do not reach back to a snapshot and have to
   */
  void check(Collection<TopicPartition> toRead) {
    if (bootstrap == Bootstrap.ACCEPT_PARTIAL || toRead.isEmpty()) {
      return;
    }
    Set<String> read = new HashSet<>();
    toRead.forEach(partition -> read.add(partition.topic()));
    List<String> gaps = gaps(read);
    if (!gaps.isEmpty()) {
      throw new BootstrapRefusedException(gaps);
    }
  }

  private List<String> gaps(Set<String> read) {
    List<TopicStart> tables = new ArrayList<>();
    boolean snapshotSeenElsewhere = false;
    for (TopicStart start : TopicBeginnings.read(kafka, topics)) {
      if (read.contains(start.topic()) && !start.topic().equals(heartbeats)) {
        tables.add(start);
      } else {
        snapshotSeenElsewhere |= start.beginsWithSnapshot();
      }
    }
    return TopicStart.gaps(tables, snapshotSeenElsewhere);
  }
}
