package io.tributary.caching;

import io.tributary.event.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Keeps the dead letters of a job for its test, in this JVM. */
final class DeadLetterBox implements Sink<DeadLetter> {

  private static final long serialVersionUID = 1L;
  private static final Map<Integer, List<DeadLetter>> BOXES = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final int id = COUNT.incrementAndGet();

  DeadLetterBox() {
    BOXES.put(id, new CopyOnWriteArrayList<>());
  }

  List<DeadLetter> letters() {
    return BOXES.getOrDefault(id, List.of());
  }

  @Override
  @Deprecated
  public SinkWriter<DeadLetter> createWriter(InitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(DeadLetter letter, Context at) {
        letters().add(letter);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
