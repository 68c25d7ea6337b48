package io.tributary.testing;

import io.tributary.event.RawRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RecordLog}; a restore continues at the checkpoint's offsets. */
final class InMemorySource implements Source<RawRecord, InMemoryPartition, InMemoryPartition> {

  private static final long serialVersionUID = 1L;

  /** All that the assignment remembers: that it was made. */
  private static final InMemoryPartition ASSIGNED = new InMemoryPartition(-1, 0);

  private final String log;

  InMemorySource(String log) {
    this.log = log;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<RawRecord, InMemoryPartition> createReader(SourceReaderContext context) {
    return new InMemoryReader(RecordLog.named(log));
  }

  @Override
  public SplitEnumerator<InMemoryPartition, InMemoryPartition> createEnumerator(
      SplitEnumeratorContext<InMemoryPartition> context) {
    Assignment assignment = new Assignment(context);
    for (int i = 0; i < RecordLog.named(log).partitions(); i++) {
      assignment.addSplitsBack(
          List.of(new InMemoryPartition(i, 0)), i % context.currentParallelism());
    }
    return assignment;
  }

  @Override
  public SplitEnumerator<InMemoryPartition, InMemoryPartition> restoreEnumerator(
      SplitEnumeratorContext<InMemoryPartition> context, InMemoryPartition assigned) {
    return new Assignment(context);
  }

  @Override
  public SimpleVersionedSerializer<InMemoryPartition> getSplitSerializer() {
    return new InMemoryPartition.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<InMemoryPartition> getEnumeratorCheckpointSerializer() {
    return new InMemoryPartition.Serializer();
  }

  /** Gives each reader its partitions as soon as it is there. */
  private static final class Assignment
      implements SplitEnumerator<InMemoryPartition, InMemoryPartition> {

    private final SplitEnumeratorContext<InMemoryPartition> context;
    private final Map<Integer, List<InMemoryPartition>> waiting = new HashMap<>();

    private Assignment(SplitEnumeratorContext<InMemoryPartition> context) {
      this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<InMemoryPartition> splits, int subtask) {
      waiting.computeIfAbsent(subtask, any -> new ArrayList<>()).addAll(splits);
    }

    @Override
    public void addReader(int subtask) {
      List<InMemoryPartition> partitions = waiting.remove(subtask);
      if (partitions != null) {
        partitions.forEach(partition -> context.assignSplit(partition, subtask));
      }
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public InMemoryPartition snapshotState(long checkpointId) {
      return ASSIGNED;
    }

    @Override
    public void close() {}
  }
}
