package io.tributary.tools.preflight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.tools.options.CommandError;
import io.tributary.tools.options.DatabaseOptions;
import io.tributary.tools.options.PipelineOption;
import io.tributary.tools.preflight.Findings.Finding;
import io.tributary.tools.preflight.Findings.Level;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary preflight}: looks at all that a pipeline rests on before anything starts. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    description = {
      "Checks whether the database, Kafka and Redis, and the connector if named, are what the",
      "pipeline needs. Changes nothing.",
      "",
      "  tributary preflight --connector http://connect:8083/connectors/app"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong; there may be warnings",
      "1:there are problems",
      "2:usage or configuration",
      "3:something cannot be reached; what can be was looked at"
    })
public final class PreflightCommand implements Callable<Integer> {

  private static final int PROBLEMS = 1;
  private static final int UNREACHABLE = 3;

  @Mixin PipelineOption pipeline = new PipelineOption();
  @Mixin DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--connector",
      paramLabel = "URL|FILE",
      description =
          "The connector in Kafka Connect's REST interface, or its configuration as JSON, which is"
              + " looked at, too.")
  @Nullable String connector;

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      description = "The connector's publication (default: the connector's, or tributary).")
  @Nullable String publication;

  @Option(
      names = "--slot",
      paramLabel = "NAME",
      description = "The connector's slot (default: the connector's).")
  @Nullable String slot;

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description = "The connector's role in the database (default: the connector's).")
  @Nullable String role;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Looks at these alone: database, connector, kafka, redis (default: all).")
  Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--json", description = "Prints JSON, for programs.")
  boolean json;

  @Override
  public Integer call() {
    return pipeline.run(this::look);
  }

  private int look(PipelineConfig config) {
    DatabaseConfig named = database.database(System.getenv());
    PipelineConfig looked = named == null ? config : config.withDatabase(named);
    if (looked.database() == null && only.contains(Part.DATABASE)) {
      pipeline.error("the pipeline names no database; name one by --database");
      return ExitCode.USAGE;
    }
    boolean isNamed = connector != null || publication != null || slot != null || role != null;
    if (looked.source().kafka() == null && isNamed) {
      pipeline.error("the pipeline reads source.postgres, which names slot and publication itself");
      return ExitCode.USAGE;
    }
    Inspection inspection =
        new Inspection(looked, only, new Inspection.Connector(connector, publication, slot, role))
            .run();
    print(looked, inspection);
    inspection.unreachable().forEach(pipeline::error);
    if (!inspection.unreachable().isEmpty()) {
      return UNREACHABLE;
    }
    return inspection.findings().count(Level.PROBLEM) == 0 ? ExitCode.OK : PROBLEMS;
  }

  private void print(PipelineConfig config, Inspection inspection) {
    Findings findings = inspection.findings();
    if (json) {
      pipeline.out().println(json(inspection));
      return;
    }
    for (Finding finding : findings.all()) {
      line("%-8s %s %s", level(finding), finding.about(), finding.problem());
      if (!finding.remedy().isEmpty()) {
        line("         -> %s", finding.remedy());
      }
    }
    line(
        "tables: %d, problems: %d, warnings: %d",
        config.tables().size(), findings.count(Level.PROBLEM), findings.count(Level.WARNING));
  }

  /** What a server said may have been meant for a terminal. */
  private void line(String format, Object... words) {
    pipeline.out().println(format.formatted(words).replaceAll("\\p{Cntrl}", "?"));
  }

  private static ObjectNode json(Inspection inspection) {
    Findings findings = inspection.findings();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("problems", findings.count(Level.PROBLEM));
    json.put("warnings", findings.count(Level.WARNING));
    ArrayNode all = json.putArray("findings");
    for (Finding finding : findings.all()) {
      all.addObject()
          .put("level", level(finding))
          .put("about", finding.about())
          .put("problem", finding.problem())
          .put("remedy", finding.remedy());
    }
    ArrayNode unreachable = json.putArray("unreachable");
    inspection.unreachable().forEach(each -> unreachable.add(CommandError.masked(each)));
    return json;
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
