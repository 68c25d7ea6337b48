package io.tributary.tools.options;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.binding.Nearest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
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
    try {
      return command.applyAsInt(PipelineConfig.load(pipeline));
    } catch (InvalidConfigException e) {
      err().println(e.getMessage());
      return ExitCode.USAGE;
    } finally {
      out().flush();
      err().flush();
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
              + Nearest.to(name, config.rollups().keySet())
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse(known.isEmpty() ? "" : "; it has " + known));
    }
    return rollup;
  }

  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  public PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
