package io.tributary.lakehouse;

import org.apache.flink.api.connector.sink2.Committer;

/** Flink's request to commit a batch, and what became of it. */
final class Commit implements Committer.CommitRequest<AuditBatch> {

  private final AuditBatch batch;
  private boolean alreadyCommitted;

  Commit(AuditBatch batch) {
    this.batch = batch;
  }

  boolean foundCommitted() {
    return alreadyCommitted;
  }

  @Override
  public AuditBatch getCommittable() {
    return batch;
  }

  @Override
  public int getNumberOfRetries() {
    return 0;
  }

  @Override
  public void signalFailedWithKnownReason(Throwable reason) {
    throw new AssertionError("the sink never gives a batch up", reason);
  }

  @Override
  public void signalFailedWithUnknownReason(Throwable reason) {
    throw new AssertionError("the sink never gives a batch up", reason);
  }

  @Override
  public void retryLater() {
    throw new AssertionError("the sink lets Flink restart instead");
  }

  @Override
  public void updateAndRetryLater(AuditBatch committable) {
    throw new AssertionError("the sink lets Flink restart instead");
  }

  @Override
  public void signalAlreadyCommitted() {
    alreadyCommitted = true;
  }
}
