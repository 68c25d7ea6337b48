package io.tributary.tools;

import io.tributary.config.PipelineConfig;
import io.tributary.tools.options.PipelineOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary config}: validates a pipeline.yaml and shows what is in effect. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Validates a pipeline's file and prints it with defaults; secrets are masked.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the file is valid", "2:it is not; each violation is a line"})
final class ConfigCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The pipeline's file (default: pipeline.yaml).")
  Path file = Path.of("pipeline.yaml");

  @Override
  public Integer call() {
    return PipelineOption.run(spec.commandLine(), file, this::print);
  }

  private int print(PipelineConfig config) {
    spec.commandLine().getOut().print(config.describe());
    return ExitCode.OK;
  }
}
