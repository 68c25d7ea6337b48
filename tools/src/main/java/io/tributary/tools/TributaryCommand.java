package io.tributary.tools;

import io.tributary.tools.decode.DecodeCommand;
import io.tributary.tools.dlq.DlqCommand;
import io.tributary.tools.rollup.RollupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tributary}: the command that all others hang from. */
@Command(
    name = "tributary",
    mixinStandardHelpOptions = true,
    versionProvider = TributaryCommand.Version.class,
    description = "Keeps derived stores true to a PostgreSQL database.",
    synopsisSubcommandLabel = "COMMAND")
public final class TributaryCommand {

  private TributaryCommand() {}

  /** The command line without the commands that need the embedded stack. */
  public static CommandLine commandLine() {
    return new CommandLine(new TributaryCommand())
        .addSubcommand(new ConfigCommand())
        .addSubcommand(new DecodeCommand())
        .addSubcommand(new DlqCommand())
        .addSubcommand(new RollupCommand())
        .addSubcommand(new SchemaHistoryCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** The version that the build gave this jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TributaryCommand.class.getPackage().getImplementationVersion();
      return new String[] {"tributary " + (version == null ? "(built from source)" : version)};
    }
  }
}
