package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
class StackTest {
  @Test
  void startsAgainWhatWasKilledFromOutside(Stack stack) {
    long killed = stack.redis().pid().orElseThrow();
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> SharedStack.EVENTS.contains("restarted redis"));

    assertThat(SharedStack.EVENTS).containsSubsequence("ready redis", "died redis");
    assertThat(stack.redis().pid().orElseThrow()).isNotEqualTo(killed);
    assertThat(stack.processes()).hasSize(stack.components().size());
  }

  @Test
  void refusesTheDirectoryOfARunningStack(Stack stack) {
    Stack second =
        Stack.in(stack.directory().root(), SharedStack.settings(), SharedStack.listener());
    assertThatThrownBy(second::start)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("in use");
    assertThat(stack.processes()).hasSize(stack.components().size());
  }

  @Test
  void stopsEverythingWhenOneComponentCannotStart(@TempDir Path directory) {
    StackSettings broken =
        new StackSettings(SharedStack.settings().flink(), true, "/bin/false", Map.of());
    Stack stack = Stack.in(directory, broken, SharedStack.listener());

    assertThatThrownBy(stack::start)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("redis")
        .hasMessageContaining(directory.resolve("logs").toString());

    assertThat(stack.processes()).isEmpty();
    assertThat(directory.resolve("pids")).isEmptyDirectory();
  }
}
