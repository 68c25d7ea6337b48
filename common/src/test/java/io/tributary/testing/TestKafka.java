package io.tributary.testing;

import io.tributary.stack.KafkaBroker;
import java.nio.file.Path;

/**
 * A broker of a test class's own. It keeps its topics from one test to the next, so each test names
 * others.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestKafka extends ClassFixture {

  private KafkaBroker broker;

  /** For example {@code 127.0.0.1:19092}. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  protected void start(Path directory) {
    broker = KafkaBroker.in(directory);
    broker.start();
  }

  @Override
  protected void stop() {
    broker.close();
  }
}
