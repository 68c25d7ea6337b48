package io.tributary.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of the stack. Safe to use from several threads. A component that was started is
 * stopped when the JVM ends, in the right order among the others, unless it was closed before.
 */
public abstract class Component implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final String name;
  private final RunDirectory directory;
  private final AtomicInteger closing = new AtomicInteger();
  private volatile boolean expectedAlive;
  private volatile @Nullable ChildProcess process;

  Component(String name, RunDirectory directory) {
    this.name = name;
    this.directory = directory;
  }

  /** For example {@code kafka}: names its log and data too. */
  public final String name() {
    return name;
  }

  public final Path logFile() {
    return directory.log(name);
  }

  final RunDirectory directory() {
    return directory;
  }

  final Path data() {
    return directory.data(name);
  }

  /**
   * Starts the process and waits until it does its work. Does nothing if it runs already.
   *
   * @throws StackException if it ended or was not ready in time; it is stopped then
   */
  public final synchronized void start() {
    if (isAlive()) {
      return;
    }
    OpenComponents.add(this);
    LogTail log = LogTail.from(logFile());
    try {
      prepare();
      launchAndAwait(log);
      expectedAlive = true;
    } catch (IOException e) {
      stopProcess();
      throw new StackException(name + " could not be started: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      stopProcess();
      throw e;
    }
  }

  private void launchAndAwait(LogTail log) throws IOException {
    PidFile pidFile = new PidFile(directory.pidFile(name));
    ChildProcess started = ChildProcess.start(launch(), logFile(), pidFile);
    process = started;
    await(readyWithin(), log, started, this::isReady);
  }

  /** An orderly stop and a start on the same ports with the same data. */
  public final synchronized void restart() {
    close();
    start();
  }

  /** Kills the process as {@code kill -9} does. It stays down until {@link #start()}. */
  public final synchronized void kill() {
    expectedAlive = false;
    crash();
  }

  /** Kills the process as somebody else would: a supervisor starts it again. */
  final synchronized void crash() {
    ChildProcess running = process;
    if (running != null) {
      running.kill();
    }
  }

  /** Stops the process in order; a start that is under way in another thread is given up. */
  @Override
  public final void close() {
    closing.incrementAndGet();
    synchronized (this) {
      expectedAlive = false;
      stopProcess();
      closing.decrementAndGet();
    }
  }

  private void stopProcess() {
    ChildProcess running = process;
    if (running != null) {
      running.stop(stopSignal(), GRACE);
    }
    process = null;
    OpenComponents.remove(this);
  }

  public final boolean isAlive() {
    ChildProcess running = process;
    return running != null && running.isAlive();
  }

  /** The process id while it runs. */
  public final OptionalLong pid() {
    ChildProcess running = process;
    return running != null && running.isAlive()
        ? OptionalLong.of(running.pid())
        : OptionalLong.empty();
  }

  /** Whether there should be a process and is none: it ended, and nobody here stopped it. */
  final boolean hasDied() {
    return expectedAlive && !isAlive();
  }

  /** Runs a program that ends by itself, with its output in this component's log. */
  final void run(ChildProcess.Launch program, Duration within) {
    LogTail log = LogTail.from(logFile());
    PidFile pidFile = new PidFile(directory.pidFile(name + "-setup"));
    ChildProcess running = ChildProcess.start(program, logFile(), pidFile);
    try {
      await(within, log, null, () -> !running.isAlive());
      if (running.exitCode() != 0) {
        throw failure("set-up ended with exit code " + running.exitCode(), log);
      }
    } finally {
      running.kill();
    }
  }

  private void await(
      Duration within, LogTail log, @Nullable ChildProcess mustLive, BooleanSupplier condition) {
    Deadline deadline = Deadline.in(within);
    while (!condition.getAsBoolean()) {
      if (closing.get() > 0) {
        throw new StackException(name + " was stopped while it was starting");
      }
      if (mustLive != null && !mustLive.isAlive()) {
        throw failure("ended with exit code " + mustLive.exitCode() + " while starting", log);
      }
      deadline.pauseOrThrow(
          () -> failure("was not ready within " + within.toSeconds() + " s", log));
    }
  }

  private StackException failure(String what, LogTail log) {
    return new StackException(
        name + " " + what + ". Its log is " + logFile() + " and ends with:\n" + log.lastLines());
  }

  /** Writes configuration and creates storage where there is none; called before each start. */
  abstract void prepare() throws IOException;

  abstract ChildProcess.Launch launch() throws IOException;

  /** Whether it does its work now: asked repeatedly after the launch. */
  abstract boolean isReady();

  abstract Duration readyWithin();

  /** Components of a lower rank are stopped earlier: clients before their servers. */
  abstract int stopRank();

  String stopSignal() {
    return "TERM";
  }
}
