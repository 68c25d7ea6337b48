package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.testing.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a connector wrote: a row to the partition of its key, a TRUNCATE to any. */
final class RandomTopic {

  static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");

  /** Partitions of the table's topic; the heartbeat's only one comes after them. */
  static final int PARTITIONS = 3;

  private final Random random;
  private final List<List<ChangeEvent>> partitions = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private final List<ChangeEvent> inOrder = new ArrayList<>();

  RandomTopic(Random random) {
    this.random = random;
    for (int i = 0; i <= PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Writes an event and tells its partition. */
  int append(ChangeEvent event) {
    int partition = partitionOf(event);
    List<ChangeEvent> records = partitions.get(partition);
    records.add(Positioned.lyingAt(event, partition, records.size()));
    order.add(partition);
    inOrder.add(event);
    return partition;
  }

  List<ChangeEvent> partition(int number) {
    return partitions.get(number);
  }

  /** The partitions of all records, in the order in which the connector made them. */
  List<Integer> order() {
    return order;
  }

  /** The record that the connector made after so many others. */
  ChangeEvent inOrder(int number) {
    return inOrder.get(number);
  }

  /** How much has been written to each. */
  List<Integer> sizes() {
    return partitions.stream().map(List::size).toList();
  }

  private int partitionOf(ChangeEvent event) {
    if (event.table().equals(TableId.HEARTBEAT)) {
      return PARTITIONS;
    }
    return event.key() == null
        ? random.nextInt(PARTITIONS)
        : Math.floorMod(event.lane().hashCode(), PARTITIONS);
  }
}
