package io.tributary.sandbox;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.binding.FileTrouble;
import io.tributary.stack.JobRefusedException;
import io.tributary.tools.options.CommandError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary sandbox}. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole pipeline on this machine and checks it.",
      "Starts PostgreSQL, Kafka, Connect, Redis and Flink as real processes, the three jobs, and a"
          + " workload.",
      "Without --duration it runs until Ctrl-C. With it, it stops the workload, waits until the"
          + " pipeline has caught up, and compares features, caches and the audit trail with the"
          + " database."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is right",
      "1:differences were found",
      "2:usage or configuration",
      "3:could not start, or could not go on",
      "130:interrupted"
    })
final class SandboxCommand implements Callable<Integer> {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int COULD_NOT_GO_ON = 3;
  private static final int INTERRUPTED = 130;

  private static final int HIGHEST_PORT = 65_535;

  private volatile boolean interrupted;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "How long the workload runs before all is verified: 60s, 5m, 1h.")
  @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Row changes committed a second (default: ${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The workload's seed (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "Your own pipeline.yaml; only its addresses are replaced.")
  @Nullable Path pipeline;

  @Option(
      names = "--init",
      paramLabel = "FILE.sql",
      description = "SQL to run first, for example to create your own tables.")
  @Nullable Path init;

  @Option(
      names = "--no-workload",
      description = "Starts no workload: write to the database yourself.")
  boolean noWorkload;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Where to write the verdict of a run with --duration.")
  @Nullable Path report;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".sandbox",
      description = "For logs, data and addresses (default: ${DEFAULT-VALUE}).")
  Path directory = Path.of(".sandbox");

  @Option(
      names = "--flink-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of Flink's web UI (default: a free one).")
  int flinkPort;

  @Option(
      names = "--redis-server",
      paramLabel = "FILE",
      description = "A redis-server binary to use instead of the bundled one.")
  @Nullable Path redisServer;

  @Option(
      names = "--pause-before-verify",
      description = "Waits for Enter, or for DIR/continue, before verifying.")
  boolean pauseBeforeVerify;

  @Override
  public Integer call() {
    checkOptions();
    logTo(directory.toAbsolutePath());
    Thread onInterrupt = new Thread(this::interrupted, "on-interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      return new Sandbox(this, spec.commandLine().getOut()).run();
    } catch (InvalidConfigException | JobRefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (Exception e) {
      LoggerFactory.getLogger(SandboxCommand.class).error("the run ended early", e);
      if (interrupted) {
        return INTERRUPTED;
      }
      CommandError.print(
          spec.commandLine(), "%s%nMore is in %s".formatted(Failure.describe(e), directory));
      return COULD_NOT_GO_ON;
    } finally {
      forget(onInterrupt);
    }
  }

  /** From here on whatever fails does so because its other end is being stopped. */
  private void interrupted() {
    interrupted = true;
    spec.commandLine().getErr().println("Stopping. The logs are in " + directory.resolve("logs"));
    spec.commandLine().getErr().flush();
  }

  private void forget(Thread onInterrupt) {
    if (!interrupted) {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }
  }

  /** What can be known to be wrong before anything is started. */
  private void checkOptions() {
    require(rate >= 1, "--rate must be 1 or more, not " + rate);
    require(
        flinkPort >= 0 && flinkPort <= HIGHEST_PORT,
        "--flink-port must be a port, 0 for a free one, not " + flinkPort);
    require(
        duration == null || !(duration.isZero() || duration.isNegative()),
        "--duration must be greater than zero");
    require(
        duration != null || (report == null && !pauseBeforeVerify),
        "--report and --pause-before-verify need --duration: without it nothing is verified");
    requireReadable("--pipeline", pipeline);
    requireReadable("--init", init);
    requireReadable("--redis-server", redisServer);
    Path file = report;
    require(
        file == null || isWritable(file.toAbsolutePath()),
        "--report: cannot write " + file + "; give a file in an existing directory");
  }

  private static boolean isWritable(Path file) {
    return !Files.isDirectory(file) && Files.isWritable(file.resolveSibling("."));
  }

  private void requireReadable(String option, @Nullable Path file) {
    require(
        file == null || (Files.isRegularFile(file) && Files.isReadable(file)),
        option + ": " + file + " is not a readable file");
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /** Keeps what the libraries log out of what people read; works until the first logger is made. */
  private void logTo(Path run) {
    try {
      // Passwords will be in there.
      Files.createDirectories(run, OWNER_ONLY);
      require(Files.isWritable(run), "--dir: cannot write to " + run);
    } catch (IOException e) {
      require(false, "--dir: cannot create " + run + ": " + FileTrouble.of(e));
    }
    System.setProperty("org.slf4j.simpleLogger.logFile", run.resolve("sandbox.log").toString());
  }

  /** Reads {@code 60s}, {@code 5m} and {@code 1h}. */
  static final class DurationOption implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      } catch (DateTimeParseException e) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is not a duration; write 60s, 5m or 1h");
      }
    }
  }
}
