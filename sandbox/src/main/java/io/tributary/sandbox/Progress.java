package io.tributary.sandbox;

import io.tributary.stack.StackException;
import io.tributary.stack.StackListener;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints what happens to the components, and remembers which were started again. */
final class Progress implements StackListener {

  private final Console console;
  private final List<String> restarts;

  Progress(Console console, List<String> restarts) {
    this.console = console;
    this.restarts = restarts;
  }

  @Override
  public void reaped(String component, long pid) {
    say(
        "  %-13s of an earlier run was still there (process %d) and has been stopped",
        component, pid);
  }

  @Override
  public void starting(String component) {
    console.status("  starting " + component);
  }

  @Override
  public void ready(String component, Duration took) {
    say("  %-13s ready after %.1f s", component, seconds(took));
  }

  @Override
  public void died(String component) {
    say("@|yellow %s has died; starting it again|@", component);
  }

  @Override
  public void restarted(String component, Duration took) {
    restarts.add(component);
    say("@|yellow %s runs again after %.1f s|@", component, seconds(took));
  }

  @Override
  public void restartFailed(String component, StackException why) {
    say("@|red %s could not be started again:|@ %s", component, String.valueOf(why.getMessage()));
  }

  private void say(String format, Object... arguments) {
    console.say(String.format(Locale.ROOT, format, arguments));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
