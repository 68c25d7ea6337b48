package io.tributary.tools.dlq;

import picocli.CommandLine.Command;

/** {@code tributary dlq}. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "Lists dead letters, shows one, and replays their records.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqReplayCommand.class})
public final class DlqCommand {}
