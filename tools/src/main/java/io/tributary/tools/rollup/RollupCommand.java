package io.tributary.tools.rollup;

import picocli.CommandLine.Command;

/** {@code tributary rollup}. */
@Command(
    name = "rollup",
    mixinStandardHelpOptions = true,
    description =
        "Prints what rollups compute, as SQL or documentation; has a job write all of it again.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RollupSqlCommand.class, RollupDescribeCommand.class, RollupRetellCommand.class})
public final class RollupCommand {}
