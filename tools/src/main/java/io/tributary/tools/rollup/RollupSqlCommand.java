package io.tributary.tools.rollup;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.Misfit;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupSql;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.runtime.tables.TypesUnavailableException;
import io.tributary.tools.options.DatabaseOptions;
import io.tributary.tools.options.Moment;
import io.tributary.tools.options.PipelineOption;
import io.tributary.tools.options.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
      "  tributary rollup sql user_engagement --for public.labels --at-column labelled_at",
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

  @ArgGroup When when = new When();

  /** One moment, or many. */
  static final class When {

    @Option(
        names = "--at",
        paramLabel = "TIME",
        converter = Moment.class,
        description =
            "The moment of database time: 2026-02-28, 2026-02-28T12:00:00Z, or 2h ago (default: now).")
    @Nullable Instant at;

    @ArgGroup(exclusive = false)
    @Nullable Others others;
  }

  /** The moments of another table's rows. */
  static final class Others {

    @Option(
        names = "--for",
        paramLabel = "TABLE",
        required = true,
        converter = TableName.class,
        description =
            "For each row of this table, which has the entity's columns under their names, what its"
                + " entity's features were at its moment, by the rows as they are now.")
    TableId table = TableId.HEARTBEAT;

    @Option(
        names = "--at-column",
        paramLabel = "COLUMN",
        required = true,
        description = "Where that table has its moments: a timestamptz.")
    String time = "";
  }

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
    return print(rollup, RollupSql.of(rollup, table));
  }

  private int print(Rollup rollup, RollupSql sql) {
    Others others = when.others;
    if (others != null && rollup.eventTime() == null) {
      pipeline.error("rollup " + name + " has no event-time: nobody knows what it was before");
      return ExitCode.USAGE;
    }
    if (others != null) {
      pipeline.out().println(sql.forEach(others.table, others.time) + ";");
    } else {
      pipeline.out().println((when.at == null ? sql.atPresent() : sql.at(when.at)) + ";");
    }
    return ExitCode.OK;
  }

  private int unavailable(String why) {
    pipeline.error(why);
    return TYPES_UNAVAILABLE;
  }
}
