package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path root;

  @Test
  void refusesADirectoryWithDataThatNoRunHasMade() throws IOException {
    Path precious = Files.createDirectories(root.resolve("data")).resolve("precious.csv");
    Files.writeString(precious, "1,2,3");

    assertThatThrownBy(() -> new RunDirectory(root).claim())
        .isInstanceOf(StackException.class)
        .hasMessageContaining(root + " has a directory data that no earlier run has made");
    assertThat(precious).exists();
  }

  @Test
  void takesTheDirectoryOfAnEarlierRun() throws IOException {
    new RunDirectory(root).claim().close();
    Files.writeString(Files.createDirectories(root.resolve("data")).resolve("PG_VERSION"), "14");

    new RunDirectory(root).claim().close();

    assertThat(root.resolve("lock")).exists();
  }
}
