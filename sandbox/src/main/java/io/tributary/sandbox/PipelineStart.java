package io.tributary.sandbox;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.sandbox.workload.Workload;
import io.tributary.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the pipeline up on a running stack: tables, publication, history, connector, jobs. */
final class PipelineStart {

  private static final Duration CONNECTOR_START = Duration.ofMinutes(2);

  private final Stack stack;
  private final SandboxCommand options;
  private final Consumer<String> say;

  PipelineStart(Stack stack, SandboxCommand options, Consumer<String> say) {
    this.stack = stack;
    this.options = options;
    this.say = say;
  }

  RunningPipeline run(PipelineFile pipeline) throws Exception {
    Path file = stack.directory().root().resolve("pipeline.yaml");
    PipelineConfig config = pipeline.write(stack, stack.directory().data("warehouse"), file);
    SourceDatabase database = createDatabase();
    Workload workload = createWorkload(database);
    Map<TableId, TableDescription> tables = follow(database, config);
    say.accept("  tables      created, published and recorded");
    Jobs jobs = new Jobs(stack.flink(), config, file);
    jobs.submit(job -> say.accept("  " + job + " submitted"));
    jobs.awaitRunning();
    RunningPipeline running =
        new RunningPipeline(
            stack, config, database, tables, jobs, workload, workload != null && isOurs());
    running.catchUp();
    return running;
  }

  private SourceDatabase createDatabase() throws Exception {
    stack.postgres().createDatabase(SourceDatabase.NAME);
    stack.postgres().createDatabase(PipelineFile.LAKEHOUSE_DATABASE);
    SourceDatabase database = new SourceDatabase(stack.postgres());
    if (options.init != null) {
      initialize(database, options.init);
    }
    if (isOurs() || !options.noWorkload) {
      database.createWorkloadTables();
    }
    return database;
  }

  private static void initialize(SourceDatabase database, Path file) throws IOException {
    try {
      database.execute(Files.readString(file));
    } catch (SQLException e) {
      throw new InvalidConfigException(
          file.toString(),
          List.of(
              new Violation(
                  "",
                  0,
                  String.valueOf(e.getMessage()),
                  "correct the SQL; it cannot have psql's own commands or COPY ... FROM stdin"
                      + " (pg_dump --inserts writes neither)")));
    }
  }

  private boolean isOurs() {
    return options.pipeline == null;
  }

  private @Nullable Workload createWorkload(SourceDatabase database) throws Exception {
    if (options.noWorkload) {
      return null;
    }
    Workload workload = new Workload(database::connect, options.seed, options.rate);
    workload.createProfiles();
    database.execute(LagProbes.CREATE_PROFILES);
    return workload;
  }

  private Map<TableId, TableDescription> follow(SourceDatabase database, PipelineConfig config)
      throws Exception {
    requireTables(database.missing(config.tables().keySet()));
    database.publish(config.tables().keySet());
    database.writeSchemaHistory();
    database.recordHistory(config.tables().keySet());
    Map<TableId, TableDescription> tables = new HashMap<>(SourceCatalog.describe(config));
    tables.keySet().retainAll(config.tables().keySet());
    stack
        .connect()
        .putConnector(Connector.NAME, Connector.configuration(stack.postgres(), config, tables));
    stack.connect().awaitRunning(Connector.NAME, CONNECTOR_START);
    database.publishSchema(Connector.SLOT);
    return tables;
  }

  private void requireTables(List<TableId> missing) {
    if (!missing.isEmpty()) {
      throw new InvalidConfigException(
          String.valueOf(options.pipeline),
          missing.stream()
              .map(
                  table ->
                      new Violation(
                          "tables." + table,
                          0,
                          "the database has no such table",
                          "create it in the file of --init, or correct its name: case matters"))
              .toList());
    }
  }
}
