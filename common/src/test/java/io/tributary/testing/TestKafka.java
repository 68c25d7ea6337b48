package io.tributary.testing;

import io.tributary.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker of a test class's own, to be registered as a static extension. It keeps its topics from
 * one test to the next, so each test names others.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestKafka implements BeforeAllCallback, AfterAllCallback {

  private Path directory;
  private KafkaBroker broker;

  /** For example {@code 127.0.0.1:19092}. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("kafka");
    broker = KafkaBroker.in(directory);
    broker.start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    broker.close();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
