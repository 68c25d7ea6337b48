package io.tributary.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka, Connect, Redis and a Flink cluster in one run directory, started together and
 * stopped in order: readers before what they read.
 */
public final class Stack implements AutoCloseable {
  private final RunDirectory directory;
  private final StackListener listener;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final ConnectWorker connect;
  private final RedisServer redis;
  private final FlinkCluster flink;
  private final Supervisor supervisor;
  private RunDirectory.@Nullable Claim claim;

  private Stack(RunDirectory directory, StackSettings settings, StackListener listener) {
    this.directory = directory;
    this.listener = listener;
    supervisor = new Supervisor(listener);
    postgres = PostgresServer.in(directory, 0, settings.postgres());
    kafka = KafkaBroker.in(directory, 0, settings.fastStart());
    connect = ConnectWorker.in(directory, 0, kafka, settings.fastStart());
    redis = RedisServer.in(directory, 0, settings.redisProgram());
    flink = FlinkCluster.in(directory, settings.flink());
  }

  /** A stack that is to be started with {@link #start()}. */
  public static Stack in(Path directory, StackSettings settings, StackListener listener) {
    return new Stack(new RunDirectory(directory), settings, listener);
  }

  /**
   * Kills what an earlier run has left in the directory, starts everything and waits until all of
   * it does its work.
   *
   * @throws StackException if the directory is in use, or if a component could not be started; then
   *     the others have been stopped
   */
  public synchronized void start() {
    start(() -> {});
  }

  /** Like {@link #start()}, but deletes the data and logs of earlier runs first. */
  public synchronized void startAnew() {
    start(directory::clear);
  }

  private void start(Runnable afterReaping) {
    claim = directory.claim();
    try {
      Reaper.reap(directory, listener);
      afterReaping.run();
      Runnable[] starts =
          components().stream().<Runnable>map(each -> () -> start(each)).toArray(Runnable[]::new);
      Together.run(this::closeComponents, starts);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * From now on starts components again that died; the stack must be running.
   *
   * @param resubmitJobs called with a new, empty Flink cluster after the death of the JobManager
   */
  public void supervise(Runnable resubmitJobs) {
    List.of(postgres, kafka, connect, redis, flink.taskManager()).forEach(supervisor::watch);
    supervisor.watch(
        flink.jobManager(),
        () -> {
          flink.startAfresh();
          resubmitJobs.run();
        });
  }

  private void start(Component component) {
    listener.starting(component.name());
    long begun = System.nanoTime();
    component.start();
    listener.ready(component.name(), Duration.ofNanos(System.nanoTime() - begun));
  }

  public RunDirectory directory() {
    return directory;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public ConnectWorker connect() {
    return connect;
  }

  public RedisServer redis() {
    return redis;
  }

  public FlinkCluster flink() {
    return flink;
  }

  /** All processes, for example to find one by name. */
  List<Component> components() {
    return List.of(postgres, kafka, connect, redis, flink.jobManager(), flink.taskManager());
  }

  /** The process ids of what runs now, by component. */
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    for (Component each : components()) {
      each.pid().ifPresent(pid -> processes.put(each.name(), pid));
    }
    return processes;
  }

  /** Stops everything in order and leaves the directory with its data and logs. */
  @Override
  public void close() {
    supervisor.close();
    closeComponents();
    RunDirectory.Claim held = claim;
    if (held != null) {
      held.close();
    }
  }

  private void closeComponents() {
    components().stream().sorted(OpenComponents.BY_STOP_RANK).forEach(Component::close);
  }
}
