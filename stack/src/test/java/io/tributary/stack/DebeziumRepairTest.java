package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes that stand in Debezium's place, and what Debezium calls of its own. */
class DebeziumRepairTest {

  private static final String REPAIR = "dbz-repair-";

  @Test
  void hasEverythingThatDebeziumsClassesHave() throws Exception {
    try (URLClassLoader debezium = plugin(false);
        URLClassLoader repaired = plugin(true)) {
      List<String> replaced =
          classes().stream().filter(name -> debezium.getResource(name) != null).toList();
      assertThat(replaced).isNotEmpty();
      for (String file : replaced) {
        String name = file.replace(".class", "").replace('/', '.');
        assertThat(members(repaired.loadClass(name)))
            .as(name)
            .containsAll(members(debezium.loadClass(name)));
      }
    }
  }

  private static List<String> classes() throws IOException {
    Path repair = jars().stream().filter(DebeziumRepairTest::isRepair).findFirst().orElseThrow();
    try (JarFile files = new JarFile(repair.toFile())) {
      return files.stream()
          .map(Object::toString)
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .toList();
    }
  }

  /** What others can call: name, parameters and result; and the class above it. */
  private static Set<String> members(Class<?> type) {
    Set<String> members = new TreeSet<>();
    members.add("extends " + type.getGenericSuperclass());
    Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .map(Member.class::cast)
        .filter(member -> !Modifier.isPrivate(member.getModifiers()) && !member.isSynthetic())
        .map(DebeziumRepairTest::signature)
        .forEach(members::add);
    return members;
  }

  private static String signature(Member member) {
    String parameters =
        member instanceof Executable executable
            ? Arrays.toString(executable.getParameterTypes())
            : "";
    String result = member instanceof Method method ? method.getReturnType().getName() : "";
    return Modifier.toString(member.getModifiers())
        + " "
        + member.getName()
        + parameters
        + " "
        + result;
  }

  private static URLClassLoader plugin(boolean withRepair) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars()) {
      if (withRepair || !isRepair(jar)) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static boolean isRepair(Path jar) {
    return jar.getFileName().toString().startsWith(REPAIR);
  }

  /** In the order in which Connect takes them. */
  private static List<Path> jars() throws IOException {
    try (Stream<Path> plugin = Files.list(JavaCommand.folder("debezium")).sorted();
        Stream<Path> worker = Files.list(JavaCommand.folder("connect"))) {
      return Stream.concat(plugin, worker).toList();
    }
  }
}
