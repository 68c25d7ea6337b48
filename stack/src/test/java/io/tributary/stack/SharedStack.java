package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One supervised stack for all test classes of this JVM, given to methods that ask for it. */
final class SharedStack implements ParameterResolver {
  /** What has happened, for example {@code died redis}. */
  static final List<String> EVENTS = new CopyOnWriteArrayList<>();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(Running.class, ignored -> new Running(), Running.class)
        .stack;
  }

  static StackSettings settings() {
    FlinkSettings flink =
        new FlinkSettings(0, 2, 1, Duration.ofMillis(500), 128, 64, true, Map.of());
    return new StackSettings(flink, true, "", Map.of());
  }

  static StackListener listener() {
    return new StackListener() {
      @Override
      public void reaped(String component, long pid) {
        EVENTS.add("reaped " + component);
      }

      @Override
      public void starting(String component) {}

      @Override
      public void ready(String component, Duration took) {
        EVENTS.add("ready " + component);
      }

      @Override
      public void died(String component) {
        EVENTS.add("died " + component);
      }

      @Override
      public void restarted(String component, Duration took) {
        EVENTS.add("restarted " + component);
      }

      @Override
      public void restartFailed(String component, StackException why) {
        EVENTS.add("not restarted " + component + ": " + why.getMessage());
      }
    };
  }

  private static final class Running implements AutoCloseable {
    private final Path directory;
    private final Stack stack;

    Running() {
      try {
        directory = Files.createTempDirectory("stack");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stack = Stack.in(directory, settings(), listener());
      stack.start();
      stack.supervise(() -> EVENTS.add("jobs are gone"));
    }

    @Override
    public void close() throws IOException {
      List<ProcessHandle> processes =
          stack.processes().values().stream()
              .flatMap(pid -> ProcessHandle.of(pid).stream())
              .toList();
      stack.close();
      if (processes.stream().anyMatch(ProcessHandle::isAlive)) {
        throw new IllegalStateException("still running: " + processes);
      }
      BinaryCache.deleteTree(directory);
    }
  }
}
