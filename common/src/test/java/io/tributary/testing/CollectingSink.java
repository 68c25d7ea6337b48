package io.tributary.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Collects what a job in the same JVM writes, in the order of arrival. */
public final class CollectingSink<T> implements Sink<T> {

  private static final long serialVersionUID = 1L;

  private static final Map<String, List<Object>> COLLECTED = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  public CollectingSink() {
    COLLECTED.put(name, new ArrayList<>());
  }

  /** What has arrived so far. */
  @SuppressWarnings("unchecked") // only write() adds to it
  public List<T> collected() {
    List<Object> elements = elements();
    synchronized (elements) {
      return (List<T>) List.copyOf(elements);
    }
  }

  /** Waits until what has arrived satisfies a condition, for two minutes at most. */
  public List<T> await(Predicate<List<T>> condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    List<Object> elements = elements();
    synchronized (elements) {
      while (!condition.test(collected())) {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
          throw new AssertionError("waited in vain; arrived: " + collected());
        }
        elements.wait(millis);
      }
    }
    return collected();
  }

  private List<Object> elements() {
    List<Object> elements = COLLECTED.get(name);
    if (elements == null) {
      throw new IllegalStateException("a collecting sink works in one JVM only");
    }
    return elements;
  }

  @Override
  @Deprecated
  public SinkWriter<T> createWriter(InitContext context) {
    return new Writer<>(elements());
  }

  private static final class Writer<T> implements SinkWriter<T> {

    private final List<Object> elements;

    private Writer(List<Object> elements) {
      this.elements = elements;
    }

    @Override
    public void write(T element, Context context) {
      synchronized (elements) {
        elements.add(element);
        elements.notifyAll();
      }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
