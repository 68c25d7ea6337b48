package io.tributary.runtime.source;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's change events come from, undecoded. The records of one row keep their order; each
 * is delivered at least once, so a replay can bring a run of them back.
 */
public interface ChangeSource {

  /** The records of these tables, those of tables without a row yet included once they come. */
  DataStream<RawRecord> read(StreamExecutionEnvironment env, Set<TableId> tables);

  /** What has to be true of tables that a job did not read when its state was saved. */
  default NewTables newTables() {
    return NewTables.ACCEPTED;
  }

  /** The brokers that hold the schema history of these tables, null where there is none. */
  default @Nullable KafkaSourceConfig schemaHistory() {
    return null;
  }

  /**
   * Whether one subtask at a time reads all streamed changes, in the order of their commits, and
   * none before every row of the snapshot has passed all steps.
   */
  default boolean isInCommitOrder() {
    return false;
  }
}
