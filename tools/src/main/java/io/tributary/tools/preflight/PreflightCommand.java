package io.tributary.tools.preflight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.DatabaseConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.runtime.direct.PostgresChangeSource;
import io.tributary.tools.options.DatabaseOptions;
import io.tributary.tools.options.PipelineOption;
import io.tributary.tools.preflight.Findings.Finding;
import io.tributary.tools.preflight.Findings.Level;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary preflight}: looks at database and connector before anything starts. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    description = {
      "Looks whether the database, and the connector if it is named, tell what the pipeline needs.",
      "Changes nothing, and needs no right but to connect.",
      "",
      "  tributary preflight --connector http://connect:8083/connectors/app"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong; there may be warnings",
      "1:there are problems",
      "2:usage or configuration",
      "3:database or connector cannot be reached"
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

  @Option(names = "--json", description = "Prints JSON, for programs.")
  boolean json;

  @Override
  public Integer call() {
    return pipeline.run(this::look);
  }

  private int look(PipelineConfig config) {
    DatabaseConfig named = database.database(System.getenv());
    PipelineConfig looked = named == null ? config : config.withDatabase(named);
    DatabaseConfig source = looked.database();
    if (source == null) {
      pipeline.error("the pipeline names no database; name one by --database");
      return ExitCode.USAGE;
    }
    KafkaSourceConfig kafka = looked.source().kafka();
    if (kafka == null && (connector != null || publication != null || slot != null)) {
      pipeline.error("the pipeline reads source.postgres, which names slot and publication itself");
      return ExitCode.USAGE;
    }
    return look(looked, kafka, source);
  }

  private int look(
      PipelineConfig looked, @Nullable KafkaSourceConfig kafka, DatabaseConfig source) {
    Findings findings = new Findings();
    try {
      if (kafka == null) {
        direct(looked, source, findings);
      } else {
        captured(looked, kafka, source, findings);
      }
    } catch (ConnectorSettings.Unavailable e) {
      pipeline.error("--connector: " + e.getMessage());
      return UNREACHABLE;
    } catch (SQLException e) {
      pipeline.error(
          "cannot look at %s as %s: %s".formatted(source.url(), source.user(), e.getMessage()));
      return UNREACHABLE;
    }
    print(looked, findings);
    return findings.count(Level.PROBLEM) == 0 ? ExitCode.OK : PROBLEMS;
  }

  private static void direct(PipelineConfig config, DatabaseConfig source, Findings findings)
      throws SQLException {
    for (String problem : PostgresChangeSource.of(config).problems(config.tables().keySet())) {
      String[] parts = problem.split("; ", 2);
      findings.problem(source.url().toString(), parts[0], parts.length == 1 ? "" : parts[1]);
    }
  }

  private void captured(
      PipelineConfig config, KafkaSourceConfig kafka, DatabaseConfig source, Findings findings)
      throws SQLException, ConnectorSettings.Unavailable {
    String feed = publication;
    String read = slot;
    if (connector != null) {
      ConnectorSettings settings = ConnectorSettings.read(connector);
      new ConnectorRules(settings, findings).look(kafka, config.tables().keySet());
      feed = feed == null ? settings.get("publication.name", "dbz_publication") : feed;
      read = read == null ? settings.get("slot.name", "debezium") : read;
    }
    try (SourceFacts facts = SourceFacts.open(source)) {
      new DatabaseRules(feed == null ? "tributary" : feed, read, findings).look(facts, config);
    }
  }

  private void print(PipelineConfig config, Findings findings) {
    long problems = findings.count(Level.PROBLEM);
    long warnings = findings.count(Level.WARNING);
    if (json) {
      pipeline.out().println(json(findings, problems, warnings));
      return;
    }
    for (Finding finding : findings.all()) {
      pipeline
          .out()
          .printf(
              "%-8s %s %s%n",
              finding.level().name().toLowerCase(Locale.ROOT), finding.about(), finding.problem());
      if (!finding.remedy().isEmpty()) {
        pipeline.out().printf("         -> %s%n", finding.remedy());
      }
    }
    pipeline
        .out()
        .printf(
            "tables: %d, problems: %d, warnings: %d%n", config.tables().size(), problems, warnings);
  }

  private static ObjectNode json(Findings findings, long problems, long warnings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("problems", problems).put("warnings", warnings);
    ArrayNode all = json.putArray("findings");
    for (Finding finding : findings.all()) {
      all.addObject()
          .put("level", finding.level().name().toLowerCase(Locale.ROOT))
          .put("about", finding.about())
          .put("problem", finding.problem())
          .put("remedy", finding.remedy());
    }
    return json;
  }
}
