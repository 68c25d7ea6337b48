package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Submits a jar with Flink's own {@code flink run}, in a process of its own. */
final class FlinkCli {
  private static final Pattern SUBMITTED =
      Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");
  private static final String FIXED_JOB_ID = "$internal.pipeline.job-id";

  /** Of a main method that says that its parameters are wrong, this shows the words alone. */
  private static final int REFUSED_OR_FAILED = 1;

  private static final String FAILED = "The program finished with the following exception";

  private static final Duration WITHIN = Duration.ofMinutes(3);

  private final FlinkConfiguration configuration;
  private final RunDirectory directory;

  FlinkCli(FlinkConfiguration configuration, RunDirectory directory) {
    this.configuration = configuration;
    this.directory = directory;
  }

  /**
   * The id of the job that the jar's main method has started.
   *
   * @throws JobRefusedException if the main method says that its parameters are wrong
   */
  String run(FlinkSubmission submission) {
    Path log = directory.log("flink-run-" + submission.jar().getFileName());
    Path errors = log.resolveSibling(log.getFileName() + ".errors");
    int exitCode = run(command(submission, log), log, errors);
    if (exitCode == REFUSED_OR_FAILED && !read(errors).contains(FAILED)) {
      throw new JobRefusedException(withoutFrames(read(errors)));
    }
    Matcher submitted = SUBMITTED.matcher(read(log));
    if (exitCode != 0 || !submitted.find()) {
      throw new StackException(
          "flink run %s ended with exit code %d. Its log is %s. It says:\n%s"
              .formatted(
                  submission.jar().getFileName(), exitCode, log, withoutFrames(read(errors))));
    }
    return submitted.group(1);
  }

  private List<String> command(FlinkSubmission submission, Path log) {
    List<String> arguments = new ArrayList<>(List.of("run", "--detached"));
    submission.jobId().ifPresent(id -> arguments.add("-D" + FIXED_JOB_ID + "=" + id));
    submission
        .restoreFrom()
        .ifPresent(path -> arguments.addAll(List.of("--fromSavepoint", path.toString())));
    arguments.add(submission.jar().toString());
    arguments.addAll(submission.arguments());
    return configuration
        .java(log)
        .fastStart(true)
        .main("org.apache.flink.client.cli.CliFrontend", arguments.toArray(String[]::new));
  }

  private int run(List<String> command, Path log, Path errors) {
    ProcessBuilder builder =
        new ProcessBuilder(OwnSession.command(command))
            .redirectError(errors.toFile())
            .redirectOutput(log.toFile());
    builder.environment().put("FLINK_CONF_DIR", configuration.conf().toString());
    try {
      Process process = builder.start();
      if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StackException(
            "flink run did not end within %d s. Its log is %s".formatted(WITHIN.toSeconds(), log));
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while submitting a job", e);
    }
  }

  /** Where in the code an exception came from is of use in the log alone. */
  private static String withoutFrames(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}
