package io.tributary.tools.rollup;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary rollup}. */
@Command(
    name = "rollup",
    mixinStandardHelpOptions = true,
    description =
        "Prints what rollups compute, as SQL or documentation, fills those that changed, and forgets those that are gone.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RollupSqlCommand.class,
      RollupDescribeCommand.class,
      RollupSignalCommand.class,
      RollupForgetCommand.class
    })
public final class RollupCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: sql, describe, signal or forget");
  }
}
