package io.tributary.tools;

import io.tributary.config.DatabaseConfig;
import io.tributary.runtime.tables.PostgresCatalog;
import io.tributary.schema.HistoryScripts;
import io.tributary.tools.options.DatabaseOptions;
import io.tributary.tools.options.PipelineOption;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary schema-history}: has the source database write what DDL does to its tables. */
@Command(
    name = "schema-history",
    mixinStandardHelpOptions = true,
    description = "Makes the source database write a history of its tables' columns.",
    synopsisSubcommandLabel = "COMMAND")
final class SchemaHistoryCommand {

  private static final int REFUSED = 3;
  private static final String NOT_ALLOWED = "42501 ";
  private static final String NO_SUCH_THING = "42704 ";
  private static final String NO_SUCH_SCHEMA = "3F000 ";
  private static final String NO_SUCH_FUNCTION = "42883 ";

  @Spec CommandSpec spec = CommandSpec.create();

  /** The two scripts of the installation. */
  enum Part {
    /** For any role that may create the schema. */
    FUNCTIONS,
    /** For a superuser. */
    TRIGGERS
  }

  /** What is installed. */
  static final class Scripts {
    @Option(
        names = "--publication",
        paramLabel = "NAME",
        description = "The connector's publication (default: ${DEFAULT-VALUE}).")
    String publication = "tributary";

    @Option(
        names = "--only",
        paramLabel = "PART",
        description =
            "One of the two scripts: ${COMPLETION-CANDIDATES}. Triggers need a superuser.")
    @Nullable Part only;

    List<String> sql() {
      List<String> scripts = new ArrayList<>();
      if (only != Part.TRIGGERS) {
        scripts.add(HistoryScripts.functions(publication));
      }
      if (only != Part.FUNCTIONS) {
        scripts.add(HistoryScripts.triggers());
      }
      return scripts;
    }
  }

  /** Where it is installed. */
  static final class Target {
    @Mixin PipelineOption pipeline = new PipelineOption();
    @Mixin DatabaseOptions database = new DatabaseOptions();

    private int run(List<String> scripts, String done, UnaryOperator<String> remedy) {
      return run(
          named -> {
            if (named == null) {
              pipeline.error("the pipeline names no database; name one by --database");
              return CommandLine.ExitCode.USAGE;
            }
            return run(named, scripts, done, remedy);
          });
    }

    private int run(
        DatabaseConfig named, List<String> scripts, String done, UnaryOperator<String> remedy) {
      PGSimpleDataSource source = PostgresCatalog.source(named);
      // DDL waits for as long as others hold its locks.
      source.setSocketTimeout(0);
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        for (String script : scripts) {
          statement.execute(script);
        }
      } catch (SQLException e) {
        pipeline.error(
            "%s as %s: %s%s"
                .formatted(
                    named.url(),
                    named.user(),
                    e.getMessage(),
                    remedy.apply(String.valueOf(e.getSQLState()) + " " + e.getMessage())));
        return REFUSED;
      }
      pipeline.out().println(done.formatted(source.getDatabaseName()));
      pipeline.out().flush();
      return CommandLine.ExitCode.OK;
    }

    private int run(ToIntFunction<@Nullable DatabaseConfig> command) {
      DatabaseConfig named = database.database(System.getenv());
      return named == null
          ? pipeline.run(config -> command.applyAsInt(config.database()))
          : command.applyAsInt(named);
    }
  }

  @Command(
      name = "print",
      mixinStandardHelpOptions = true,
      description = "Prints the SQL of the installation, for an administrator.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:printed", "2:usage"})
  int print(@Mixin Scripts scripts) {
    PrintWriter out = spec.commandLine().getOut();
    scripts.sql().forEach(out::println);
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "install",
      mixinStandardHelpOptions = true,
      description = "Installs or upgrades it, and publishes the present state of the tables.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:installed",
        "2:usage or configuration",
        "3:the database refused, or cannot be reached"
      })
  int install(@Mixin Scripts scripts, @Mixin Target target) {
    return target.run(
        scripts.sql(), "the schema history of %s is installed", SchemaHistoryCommand::toInstall);
  }

  @Command(
      name = "uninstall",
      mixinStandardHelpOptions = true,
      description = "Removes it. What it has written stays in the topic.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:removed",
        "2:usage or configuration",
        "3:the database refused, or cannot be reached"
      })
  int uninstall(@Mixin Target target) {
    return target.run(
        List.of(HistoryScripts.uninstall()),
        "the schema history of %s is removed",
        SchemaHistoryCommand::toUninstall);
  }

  /** What to do about what the server says, behind the code of it. */
  private static String toInstall(String refusal) {
    if (refusal.toLowerCase(Locale.ROOT).contains("event trigger")) {
      return "\nthe functions are installed; have a superuser (on RDS and Aurora, rds_superuser)"
          + " run: tributary schema-history install --only triggers";
    } else if (refusal.startsWith(NO_SUCH_SCHEMA) || refusal.startsWith(NO_SUCH_FUNCTION)) {
      return "\ninstall the functions first: tributary schema-history install --only functions";
    } else if (refusal.startsWith(NO_SUCH_THING)) {
      return "\ncreate it, or name the connector's by --publication";
    } else if (refusal.startsWith(NOT_ALLOWED)) {
      return "\ngrant the role CREATE on the database, or have its owner run what tributary"
          + " schema-history print prints";
    }
    return "";
  }

  private static String toUninstall(String refusal) {
    return refusal.startsWith(NOT_ALLOWED)
        ? "\nnothing is removed; run it as the owner of the event triggers and functions"
        : "";
  }
}
