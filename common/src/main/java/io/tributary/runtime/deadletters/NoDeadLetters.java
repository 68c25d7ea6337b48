package io.tributary.runtime.deadletters;

import io.tributary.event.DeadLetter;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Stops the job at its first dead letter, where the pipeline names no place to put one. */
public final class NoDeadLetters implements Sink<DeadLetter> {

  private static final long serialVersionUID = 1L;

  @Override
  @Deprecated
  public SinkWriter<DeadLetter> createWriter(InitContext context) {
    return new Refusal();
  }

  @Override
  public SinkWriter<DeadLetter> createWriter(WriterInitContext context) {
    return new Refusal();
  }

  private static final class Refusal implements SinkWriter<DeadLetter> {

    @Override
    public void write(DeadLetter letter, Context context) throws IOException {
      throw new IOException(
          "%s in %s at %s/%d@%d: %s; give kafka.bootstrap-servers, so that such records are put aside"
              .formatted(
                  letter.code(),
                  letter.stage(),
                  letter.topic(),
                  letter.partition(),
                  letter.offset(),
                  letter.detail()));
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
