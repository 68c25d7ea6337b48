package io.tributary.testing;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.source.ChangeSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A change source that a test feeds while the job runs in the same JVM, as a topic of several
 * partitions. Checkpoints hold its offsets. It ends, and with it the job, when the test says so.
 *
 * <pre>{@code
 * InMemoryChanges changes = InMemoryChanges.withPartitions(2);
 * changes.add(users.insert("0/100").set("id", 42));
 * FeatureRollupJob.define(env, config, new Ports(changes, deadLetters));
 * JobClient job = env.executeAsync();
 * changes.add(users.delete("0/200").was("id", 42));
 * changes.end();
 * }</pre>
 */
public final class InMemoryChanges implements ChangeSource {

  private final String name;
  private final RecordLog log;

  private InMemoryChanges(String name, int partitions) {
    this.name = name;
    this.log = RecordLog.create(name, partitions);
  }

  public static InMemoryChanges withPartitions(int partitions) {
    return new InMemoryChanges(UUID.randomUUID().toString(), partitions);
  }

  /** Writes a change as Debezium would, to the partition of its row. */
  public void add(RowChange change) {
    ChangeEvent event = change.event();
    int partition = Math.floorMod(event.lane().hashCode(), log.partitions());
    add(partition, DebeziumJson.record(event, origin(event.table().toString(), partition)));
  }

  /** Writes changes in this order. */
  public void add(RowChange... changes) {
    for (RowChange change : changes) {
      add(change);
    }
  }

  /** Writes a record as it is. */
  public void add(int partition, RawRecord record) {
    log.append(partition, record);
  }

  /** Writes a record with any value, for example one that is no change. */
  public void addText(String table, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    add(0, new RawRecord(origin(table, 0), 0, null, bytes, List.of()));
  }

  /** No more will be added: the job ends once it has read all. */
  public void end() {
    log.end();
  }

  /** Reads the log, whichever tables are asked for. */
  @Override
  public DataStream<RawRecord> read(StreamExecutionEnvironment env, Set<TableId> tables) {
    return env.fromSource(
            new InMemorySource(name),
            WatermarkStrategy.noWatermarks(),
            "changes in memory",
            TypeInformation.of(RawRecord.class))
        .uid("changes");
  }

  private Origin origin(String table, int partition) {
    return new Origin(DebeziumJson.PREFIX + "." + table, partition, log.size(partition));
  }
}
