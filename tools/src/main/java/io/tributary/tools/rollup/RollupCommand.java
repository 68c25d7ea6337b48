package io.tributary.tools.rollup;

import picocli.CommandLine.Command;

/** {@code tributary rollup}. */
@Command(
    name = "rollup",
    mixinStandardHelpOptions = true,
    description =
        "Prints what rollups compute, as SQL or documentation; fills, rewrites and deletes features.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RollupSqlCommand.class,
      RollupDescribeCommand.class,
      RollupSignalCommand.class,
      RollupRepublishCommand.class,
      RollupForgetCommand.class
    })
public final class RollupCommand {}
