package io.tributary.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of every job. */
@Command(sortOptions = false, usageHelpAutoWidth = true)
final class JobArguments {

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "FILE",
      description = "The pipeline's file, pipeline.yaml.")
  @Nullable Path pipeline;

  @Nullable Integer parallelism;

  @Spec CommandSpec command = CommandSpec.create();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Parallel subtasks; the cluster's default unless given.")
  void parallelism(int subtasks) {
    if (subtasks < 1) {
      throw new ParameterException(
          command.commandLine(), "--parallelism is " + subtasks + ": give 1 or more");
    }
    parallelism = subtasks;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  boolean help;
}
