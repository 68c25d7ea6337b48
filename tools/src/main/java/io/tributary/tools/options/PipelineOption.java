package io.tributary.tools.rollup;

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

/** The pipeline whose rollups a command is about. */
final class PipelineOption {

  @Spec(Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline's file; pipeline.yaml unless given.")
  Path pipeline = Path.of("pipeline.yaml");

  /** Runs a command on the file and gives its exit code. */
  int run(ToIntFunction<PipelineConfig> command) {
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
  RollupConfig rollup(PipelineConfig config, String name) {
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

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
