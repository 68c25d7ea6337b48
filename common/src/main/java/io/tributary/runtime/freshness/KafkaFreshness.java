package io.tributary.runtime.freshness;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;

/**
 * Derives marks of freshness from Kafka:
 *
 * <pre>
 * heartbeat at (t, L)      read from its topic
 *   is preceded by all     once Connect has stored an offset of the connector at or after it
 *   fence                  the end offset that each partition of each table has after that
 *   mark "complete to t"   once the job has completed a checkpoint beyond a table's ends
 * </pre>
 *
 * <p>Where no offset of the connector is to be seen, the second step is taken for granted, and the
 * mark is called approximate. Without heartbeats there is no mark.
 */
public final class KafkaFreshness implements FreshnessProbe {

  /** Heartbeats that wait for the connector's offset; the latest one proven is what counts. */
  private static final int MOST_WAITING = 1024;

  private final TopicEnds ends;
  private final Heartbeats heartbeats;
  private final ConnectorOffsets offsets;
  private final GroupPositions positions;
  private final Admin admin;
  private final Fences fences;
  private final List<Heartbeat> waiting = new ArrayList<>();

  private KafkaFreshness(KafkaSourceConfig kafka, String group, Set<TableId> tables) {
    admin = KafkaClients.admin(kafka);
    ends = new TopicEnds(admin, kafka, tables);
    heartbeats = Heartbeats.of(kafka);
    offsets = ConnectorOffsets.of(kafka);
    positions = new GroupPositions(admin, kafka, group);
    fences = new Fences(tables);
  }

  /** Marks of a job that commits its offsets in this group. */
  public static FreshnessPort port(KafkaSourceConfig kafka, String group) {
    return (tables, continues) -> {
      KafkaFreshness probe = new KafkaFreshness(kafka, group, tables);
      try {
        if (!continues) {
          probe.positions.reset(probe.ends.partitions());
        }
        return probe;
      } catch (ExecutionException | InterruptedException | RuntimeException e) {
        probe.close();
        throw e;
      }
    };
  }

  @Override
  public List<TableFreshness> look() throws ExecutionException, InterruptedException {
    offsets.update();
    waiting.addAll(heartbeats.next());
    fenceLatest();
    if (fences.isEmpty()) {
      return List.of();
    }
    positions.update(fences.awaited());
    return fences.reached(positions);
  }

  private void fenceLatest() throws ExecutionException, InterruptedException {
    boolean known = offsets.areKnown();
    Predicate<Heartbeat> preceded = heartbeat -> !known || offsets.prove(heartbeat);
    Heartbeat latest = null;
    for (Heartbeat heartbeat : waiting) {
      boolean later = latest == null || heartbeat.committedAtMillis() > latest.committedAtMillis();
      if (preceded.test(heartbeat) && later) {
        latest = heartbeat;
      }
    }
    if (latest != null) {
      waiting.removeIf(preceded);
      fences.add(new Fence(latest, known, ends.read()));
    } else if (waiting.size() > MOST_WAITING) {
      waiting.subList(0, waiting.size() - MOST_WAITING).clear();
    }
  }

  @Override
  public void close() {
    heartbeats.close();
    offsets.close();
    positions.close();
    admin.close(Duration.ZERO);
  }
}
