package io.tributary.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test class starts once, in a folder of its own, and stops after its last test; to be
 * registered as a static extension.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public abstract class ClassFixture implements BeforeAllCallback, AfterAllCallback {

  private Path directory;

  protected abstract void start(Path directory) throws Exception;

  protected abstract void stop();

  @Override
  public final void beforeAll(ExtensionContext context) throws Exception {
    directory = Files.createTempDirectory("test");
    start(directory);
  }

  @Override
  public final void afterAll(ExtensionContext context) throws IOException {
    stop();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
