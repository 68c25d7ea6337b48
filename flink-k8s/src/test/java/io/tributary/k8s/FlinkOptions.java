package io.tributary.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.flink.client.cli.ArtifactFetchOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;

/** Every option that Flink's classes declare, by its key. */
final class FlinkOptions {

  /** One class of each Flink module that declares options. */
  private static final List<Class<?>> MODULES =
      List.of(
          CoreOptions.class,
          ArtifactFetchOptions.class,
          SavepointConfigOptions.class,
          ExecutionCheckpointingOptions.class,
          RocksDBOptions.class,
          KubernetesConfigOptions.class);

  private final Map<String, ConfigOption<?>> current = new HashMap<>();
  private final Map<String, ConfigOption<?>> former = new HashMap<>();

  FlinkOptions(List<ConfigOption<?>> more) {
    MODULES.stream().map(FlinkOptions::jarOf).flatMap(FlinkOptions::optionsIn).forEach(this::add);
    more.forEach(this::add);
  }

  private void add(ConfigOption<?> option) {
    current.put(option.key(), option);
    for (FallbackKey fallback : option.fallbackKeys()) {
      if (fallback.isDeprecated()) {
        former.put(fallback.getKey(), option);
      }
    }
  }

  Optional<ConfigOption<?>> find(String key) {
    return Optional.ofNullable(current.get(key));
  }

  /** The option that a deprecated key stands for. */
  Optional<ConfigOption<?>> findFormer(String key) {
    return Optional.ofNullable(former.get(key));
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar of " + type + " has no usable location", e);
    }
  }

  private static Stream<ConfigOption<?>> optionsIn(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> classes =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.matches("org/apache/flink/(?!.*shaded).*Options\\.class"))
              .map(name -> name.replace('/', '.').replace(".class", ""))
              .toList();
      return classes.stream().flatMap(FlinkOptions::declaredBy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<ConfigOption<?>> declaredBy(String className) {
    try {
      List<ConfigOption<?>> options = new ArrayList<>();
      for (Field field : declaredOptions(Class.forName(className))) {
        field.setAccessible(true);
        options.add((ConfigOption<?>) field.get(null));
      }
      return options.stream();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the options of " + className, e);
    }
  }

  private static List<Field> declaredOptions(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == ConfigOption.class)
        .toList();
  }
}
