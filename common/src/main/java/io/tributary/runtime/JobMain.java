package io.tributary.runtime;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Starts a job from its command line:
 *
 * <pre>{@code
 * flink run -d feature-rollup.jar --pipeline pipeline.yaml [--parallelism 4]
 * }</pre>
 *
 * <p>Leaves by returning or throwing and never by {@code System.exit}: under {@code flink run} this
 * runs in the client, but in application mode, and for a jar submitted over REST, it runs inside
 * the JobManager, which an exit would take along with everybody's jobs.
 *
 * <p>Wrong arguments and a wrong file throw {@link ProgramParametrizationException}, the one that
 * Flink's command line answers with its message alone and exit code 1. Help returns without a job,
 * which the command line takes for success.
 */
public final class JobMain {

  private JobMain() {}

  /**
   * Reads the arguments and the pipeline's file, defines the job and submits it.
   *
   * @param jobName the job's name in Flink, and of its consumer group
   * @param description one sentence for {@code --help}
   * @throws ProgramParametrizationException if arguments or file are wrong; lists all that is wrong
   */
  public static void run(
      String[] args, String jobName, String description, JobDefinition definition)
      throws Exception {
    JobArguments arguments = new JobArguments();
    CommandLine commandLine = commandLine(arguments, jobName, description);
    parse(commandLine, args);
    if (arguments.help) {
      commandLine.usage(System.out);
      return;
    }
    PipelineConfig config = load(Objects.requireNonNull(arguments.pipeline));
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment());
    if (arguments.parallelism != null) {
      env.setParallelism(arguments.parallelism);
    }
    define(definition, env, config, Ports.of(config, jobName));
    env.execute(jobName);
  }

  /** A job may find more wrong with the file, once it knows the tables. */
  private static void define(
      JobDefinition definition, StreamExecutionEnvironment env, PipelineConfig config, Ports ports)
      throws ProgramParametrizationException {
    try {
      definition.define(env, config, ports);
    } catch (InvalidConfigException e) {
      throw refusal(e.getMessage());
    }
  }

  private static CommandLine commandLine(
      JobArguments arguments, String jobName, String description) {
    CommandLine commandLine = new CommandLine(arguments);
    commandLine.setCommandName(jobName);
    commandLine.getCommandSpec().usageMessage().description(description);
    return commandLine;
  }

  private static void parse(CommandLine commandLine, String[] args) {
    try {
      commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      throw refusal(e.getMessage() + "\n" + commandLine.getUsageMessage());
    }
  }

  private static PipelineConfig load(Path file) {
    try {
      return PipelineConfig.load(file);
    } catch (InvalidConfigException e) {
      throw refusal(e.getMessage());
    }
  }

  /** Without a stack trace, which would bury the message in the logs of a JobManager. */
  private static ProgramParametrizationException refusal(@Nullable String message) {
    ProgramParametrizationException refusal = new ProgramParametrizationException(message);
    refusal.setStackTrace(new StackTraceElement[0]);
    return refusal;
  }
}
