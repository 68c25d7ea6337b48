package io.tributary.sandbox;

import io.tributary.stack.FlinkSettings;
import io.tributary.stack.Stack;
import io.tributary.stack.StackException;
import io.tributary.stack.StackSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run of the sandbox, in the order in which things happen. */
final class Sandbox {

  private static final int DIFFERENCES_FOUND = 1;

  /** With fewer, the compilers of six JVMs take more from a run of minutes than they give. */
  private static final int PROCESSORS_TO_COMPILE_ON = 4;

  /** How long a component that died may take until it answers again. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A look asks Kafka and Flink a dozen questions, on the machine that is being measured. */
  private static final Duration BETWEEN_STATUS = Duration.ofSeconds(2);

  private final SandboxCommand options;
  private final Console console;
  private final Path directory;
  private final List<String> restarts = new CopyOnWriteArrayList<>();
  private final long commandedNanos = System.nanoTime();

  Sandbox(SandboxCommand options, PrintWriter out) {
    this.options = options;
    this.console = new Console(out);
    this.directory = options.directory.toAbsolutePath().normalize();
  }

  /** Returns the exit code. */
  int run() throws Exception {
    PipelineFile pipeline = PipelineFile.read(options.pipeline);
    try (Stack stack = startStack();
        RunningPipeline started = startPipeline(stack, pipeline)) {
      double startupSeconds = secondsSince(commandedNanos);
      say("Running after %.1f s. Stop with Ctrl-C.", startupSeconds);
      showAddresses(stack);
      started.start();
      work(started);
      if (options.duration == null) {
        return 0;
      }
      return verdict(started, startupSeconds);
    }
  }

  private Stack startStack() {
    say("Starting in %s", directory);
    boolean fastStart = Runtime.getRuntime().availableProcessors() < PROCESSORS_TO_COMPILE_ON;
    StackSettings settings =
        new StackSettings(
            FlinkSettings.ofDefaults().withRestPort(options.flinkPort).withFastStart(fastStart),
            fastStart,
            options.redisServer == null ? "" : options.redisServer.toAbsolutePath().toString(),
            Map.of());
    Stack stack = Stack.in(directory, settings, new Progress(console, restarts));
    stack.startAnew();
    return stack;
  }

  private RunningPipeline startPipeline(Stack stack, PipelineFile pipeline) throws Exception {
    RunningPipeline started = new PipelineStart(stack, options, console::say).run(pipeline);
    Endpoints.write(stack, started.config());
    stack.supervise(started::resubmit);
    return started;
  }

  private void showAddresses(Stack stack) {
    say("  Flink       %s", stack.flink().url());
    say(
        "  PostgreSQL  postgresql://%s:%s@127.0.0.1:%d/%s",
        stack.postgres().user(),
        stack.postgres().password(),
        stack.postgres().port(),
        SourceDatabase.NAME);
    say("  Kafka       %s", stack.kafka().bootstrapServers());
    say("  Connect     %s", stack.connect().url());
    say("  Redis       %s", stack.redis().url());
    say("  Logs        %s", directory.resolve("logs"));
  }

  /** Shows the status until the duration is over; forever where there is none. */
  private void work(RunningPipeline pipeline) throws Exception {
    long started = System.nanoTime();
    Duration duration = options.duration;
    long answered = started;
    while (duration == null || System.nanoTime() - started < duration.toNanos()) {
      try {
        console.status(pipeline.tick((long) secondsSince(started)));
        answered = System.nanoTime();
      } catch (StackException | SQLException e) {
        // What is started again does not answer, and a new JobManager does not know its jobs yet.
        if (System.nanoTime() - answered > PATIENCE.toNanos()) {
          throw e;
        }
      }
      Thread.sleep(BETWEEN_STATUS.toMillis());
    }
  }

  private int verdict(RunningPipeline pipeline, double startupSeconds) throws Exception {
    say("Stopping the workload and catching up");
    pipeline.settle();
    if (options.pauseBeforeVerify) {
      new Pause(directory.resolve("continue"), console).await();
    }
    say("Verifying");
    Report report = pipeline.verify(options.seed, startupSeconds, restarts);
    console.print(ReportTable.of(report, options.rate));
    Path file = options.report;
    if (file != null) {
      report.write(file);
      say("The report is in %s", file);
    }
    say(report.ok() ? "@|bold,green Everything is right.|@" : "@|bold,red Differences found.|@");
    return report.ok() ? 0 : DIFFERENCES_FOUND;
  }

  private void say(String format, Object... arguments) {
    console.say(String.format(Locale.ROOT, format, arguments));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
