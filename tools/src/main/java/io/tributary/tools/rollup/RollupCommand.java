package io.tributary.tools.rollup;

import picocli.CommandLine.Command;

/** {@code tributary rollup}. */
@Command(
    name = "rollup",
    mixinStandardHelpOptions = true,
    description = "Prints what rollups compute: the SQL that defines it, or documentation.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RollupSqlCommand.class, RollupDescribeCommand.class})
public final class RollupCommand {}
