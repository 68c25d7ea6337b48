package io.tributary.tools;

import io.tributary.tools.decode.DecodeCommand;
import io.tributary.tools.dlq.DlqCommand;
import io.tributary.tools.options.CommandError;
import io.tributary.tools.preflight.PreflightCommand;
import io.tributary.tools.rollup.RollupCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code tributary}: the command that all others hang from. */
@Command(
    name = "tributary",
    mixinStandardHelpOptions = true,
    versionProvider = TributaryCommand.Version.class,
    description = "Keeps derived stores in sync with a PostgreSQL database.",
    synopsisSubcommandLabel = "COMMAND")
public final class TributaryCommand {

  private TributaryCommand() {}

  /** The command line, with commands of other modules beside its own. */
  public static CommandLine commandLine(Object... others) {
    CommandLine line =
        new CommandLine(new TributaryCommand())
            .addSubcommand(new ConfigCommand())
            .addSubcommand(new DecodeCommand())
            .addSubcommand(new DlqCommand())
            .addSubcommand(new PreflightCommand())
            .addSubcommand(new RollupCommand())
            .addSubcommand(new SchemaHistoryCommand());
    for (Object other : others) {
      line.addSubcommand(other);
    }
    explainInOrder(line.addSubcommand(new CommandLine.HelpCommand()));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((wrong, arguments) -> explain(wrong));
  }

  /** The whole help below it would push what is wrong off the screen, but for a short one. */
  private static int explain(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    CommandError.print(command, String.valueOf(wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    if (command.getSubcommands().isEmpty()) {
      err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    } else {
      command.usage(err);
    }
    return CommandLine.ExitCode.USAGE;
  }

  /** Help lists options in the order in which they stand in the code, the common ones last. */
  private static void explainInOrder(CommandLine line) {
    line.getCommandSpec().usageMessage().sortOptions(false);
    line.getSubcommands().values().forEach(TributaryCommand::explainInOrder);
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
