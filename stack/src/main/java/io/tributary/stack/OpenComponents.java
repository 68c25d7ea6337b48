package io.tributary.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The components that run now; stops them in order when the JVM ends without having done so. */
final class OpenComponents {
  private static final Set<Component> OPEN = new LinkedHashSet<>();

  private OpenComponents() {}

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(OpenComponents::closeAll, "stop-components"));
  }

  static synchronized void add(Component component) {
    OPEN.add(component);
  }

  static synchronized void remove(Component component) {
    OPEN.remove(component);
  }

  private static synchronized List<Component> inStopOrder() {
    List<Component> open = new ArrayList<>(OPEN);
    open.sort(Comparator.comparingInt(Component::stopRank));
    return open;
  }

  private static void closeAll() {
    inStopOrder().forEach(Component::close);
  }
}
