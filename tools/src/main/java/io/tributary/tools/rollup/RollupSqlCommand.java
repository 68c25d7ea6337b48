package io.tributary.tools.rollup;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.Misfit;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupSql;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.runtime.tables.TypesUnavailableException;
import io.tributary.tools.options.DatabaseOptions;
import io.tributary.tools.options.Moment;
import io.tributary.tools.options.PipelineOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary rollup sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the SQL that defines a rollup's features.",
      "It gives a row for each entity that has any, the entity first, as in Redis keys.",
      "",
      "  tributary rollup sql user_engagement --pipeline pipeline.yaml | psql app",
      "",
      "The types of columns come from the pipeline's database, from another one, or from what the"
          + " file declares."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "2:usage or configuration; also a rollup that does not fit its table",
      "3:the types of the table's columns cannot be found"
    })
final class RollupSqlCommand implements Callable<Integer> {

  private static final int TYPES_UNAVAILABLE = 3;

  @Mixin PipelineOption pipeline = new PipelineOption();
  @Mixin DatabaseOptions database = new DatabaseOptions();

  @Parameters(paramLabel = "NAME", description = "The rollup.")
  String name = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Moment.class,
      description =
          "The moment of database time: 2026-02-28, 2026-02-28T12:00:00Z, or 2h ago (default: now).")
  @Nullable Instant at;

  @Override
  public Integer call() {
    return pipeline.run(this::print);
  }

  private int print(PipelineConfig file) {
    pipeline.rollup(file, name);
    DatabaseConfig named = database.database(System.getenv());
    PipelineConfig config = named == null ? file : file.withDatabase(named);
    Rollup rollup = Objects.requireNonNull(RollupPlan.of(config).rollups().get(name));
    TableDescription table;
    try {
      table = SourceCatalog.describe(config).get(rollup.from());
    } catch (TypesUnavailableException e) {
      return unavailable(String.valueOf(e.getMessage()));
    }
    if (table == null) {
      return unavailable(
          config.database() == null
              ? "name a database by --database, or declare the columns of %s"
                  .formatted(rollup.from())
              : "the database has no table " + rollup.from());
    }
    List<Misfit> misfits = rollup.misfits(table.columns(), true);
    misfits.forEach(misfit -> pipeline.err().println("rollups." + name + "." + misfit));
    if (!misfits.isEmpty()) {
      return ExitCode.USAGE;
    }
    RollupSql sql = RollupSql.of(rollup, table);
    pipeline.out().println((at == null ? sql.atPresent() : sql.at(at)) + ";");
    return ExitCode.OK;
  }

  private int unavailable(String why) {
    pipeline.error(why);
    return TYPES_UNAVAILABLE;
  }
}
