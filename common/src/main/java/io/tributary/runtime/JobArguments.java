package io.tributary.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of every job. */
@Command(sortOptions = false, usageHelpAutoWidth = true)
final class JobArguments {

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "FILE",
      description = "The pipeline's file, pipeline.yaml.")
  @Nullable Path pipeline;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Parallel subtasks; the cluster's default unless given.")
  @Nullable Integer parallelism;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  boolean help;
}
