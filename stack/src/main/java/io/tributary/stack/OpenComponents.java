package io.tributary.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The components that run now; stops them in order when the JVM ends without having done so. */
final class OpenComponents {
  private static final Set<Component> OPEN = new LinkedHashSet<>();
  private static boolean ending;

  /** Clients before their servers. */
  static final Comparator<Component> BY_STOP_RANK = Comparator.comparingInt(Component::stopRank);

  private OpenComponents() {}

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(OpenComponents::closeAll, "stop-components"));
  }

  /** Refuses once the JVM is ending, when nobody would stop the component any more. */
  static synchronized void add(Component component) {
    if (ending) {
      throw new StackException(component.name() + " is not started: the JVM is ending");
    }
    OPEN.add(component);
  }

  static synchronized void remove(Component component) {
    OPEN.remove(component);
  }

  private static synchronized List<Component> lastInStopOrder() {
    ending = true;
    List<Component> open = new ArrayList<>(OPEN);
    open.sort(BY_STOP_RANK);
    return open;
  }

  private static void closeAll() {
    lastInStopOrder().forEach(Component::close);
  }
}
