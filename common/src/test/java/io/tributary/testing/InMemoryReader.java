package io.tributary.testing;

import io.tributary.event.RawRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/** Reads its partitions of a {@link RecordLog} in turn, each from its own offset. */
final class InMemoryReader implements SourceReader<RawRecord, InMemoryPartition> {

  private final RecordLog log;
  private final Deque<InMemoryPartition> partitions = new ArrayDeque<>();
  private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
  private boolean assignmentComplete;

  InMemoryReader(RecordLog log) {
    this.log = log;
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<RawRecord> output) {
    CompletableFuture<Void> nextChange = log.nextChange();
    boolean ended = assignmentComplete && log.hasEnded();
    for (int i = 0; i < partitions.size(); i++) {
      InMemoryPartition partition = partitions.removeFirst();
      RawRecord record = log.read(partition.number(), partition.offset());
      partitions.addLast(record == null ? partition : partition.next());
      if (record != null) {
        output.createOutputForSplit(partition.splitId()).collect(record);
        return InputStatus.MORE_AVAILABLE;
      }
    }
    available = nextChange.copy();
    return ended ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public List<InMemoryPartition> snapshotState(long checkpointId) {
    return new ArrayList<>(partitions);
  }

  @Override
  public void addSplits(List<InMemoryPartition> splits) {
    partitions.addAll(splits);
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    assignmentComplete = true;
    available.complete(null);
  }

  @Override
  public void close() {}
}
