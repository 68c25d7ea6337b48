package io.tributary.tools.options;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.binding.Nearest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The pipeline that a command is about, and how the command ends where the file is wrong. */
public final class PipelineOption {

  @Spec(Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline's file (default: pipeline.yaml).")
  Path pipeline = Path.of("pipeline.yaml");

  /** Runs a command on the file and gives its exit code: 2 where the file is wrong. */
  public int run(ToIntFunction<PipelineConfig> command) {
    return run(spec.commandLine(), pipeline, command);
  }

  /** The same for a command that names its file in another way. */
  public static int run(CommandLine line, Path file, ToIntFunction<PipelineConfig> command) {
    try {
      return command.applyAsInt(PipelineConfig.load(file));
    } catch (InvalidConfigException e) {
      line.getErr().println(e.getMessage());
      return ExitCode.USAGE;
    } finally {
      line.getOut().flush();
      line.getErr().flush();
    }
  }

  /**
   * A rollup of the file.
   *
   * @throws ParameterException if it has none of that name
   */
  public RollupConfig rollup(PipelineConfig config, String name) {
    RollupConfig rollup = config.rollups().get(name);
    if (rollup == null) {
      String known = String.join(", ", config.rollups().keySet());
      throw new ParameterException(
          spec.commandLine(),
          pipeline
              + " has no rollup "
              + name
              + "; "
              + Nearest.question(
                  name,
                  config.rollups().keySet(),
                  known.isEmpty() ? "it has none" : "it has " + known));
    }
    return rollup;
  }

  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Says what is wrong: {@link CommandError}. */
  public void error(String what) {
    CommandError.print(spec.commandLine(), what);
  }

  public PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
