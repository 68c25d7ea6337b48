package io.tributary.runtime.direct;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.PostgresSourceConfig;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.source.ChangeSource;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.postgresql.Driver;

/**
 * Reads the database itself through Flink CDC: the rows that are there, in parallel, then the
 * changes from one replication slot, by one subtask. Records are those of Debezium 1.9.8, in topics
 * named {@code <slot>.<schema>.<table>} that exist nowhere else.
 *
 * <p>Changes from before a row was read in the snapshot come again after it, so that until the
 * stream has passed the snapshot's end a row may step back and forth; then it is right. A restart
 * repeats transactions from the last complete one on. The slot moves with the checkpoints, three of
 * them behind.
 */
public final class PostgresChangeSource implements ChangeSource {

  /** Permanent, as the stream's offset is kept under it. Not Kafka's: one cannot continue other. */
  static final String UID = "direct-changes";

  /** So many checkpoints before the last one can be restored. */
  private static final int CHECKPOINTS_BEHIND = 3;

  /** How the connector writes values: as the decoder reads those of Debezium 1.9.8. */
  private static final Map<String, String> VALUES =
      Map.of(
          "include.unknown.datatypes",
          "true",
          // Types that it does not know and the catalog takes for known, to be distinguished from
          // bytes.
          "datatype.propagate.source.type",
          "(?i).*\\.(tsvector|box|circle|line|lseg|path|polygon)",
          "decimal.handling.mode",
          "string",
          "interval.handling.mode",
          "string",
          "time.precision.mode",
          "adaptive");

  private final PipelineConfig config;
  private final PostgresSourceConfig source;
  private final DatabaseConfig database;

  private PostgresChangeSource(PipelineConfig config) {
    this.config = config;
    this.source = Objects.requireNonNull(config.source().postgres());
    this.database = Objects.requireNonNull(config.database());
  }

  /** The source of a pipeline that names {@code source.postgres} and {@code database}. */
  public static PostgresChangeSource of(PipelineConfig config) {
    return new PostgresChangeSource(config);
  }

  /**
   * What would keep a job from reading these tables and the heartbeat's, a sentence for each.
   *
   * @throws SQLException if the database cannot be reached
   */
  public List<String> problems(Set<TableId> tables) throws SQLException {
    Set<TableId> read = new HashSet<>(tables);
    read.add(TableId.HEARTBEAT);
    return DirectPreflight.of(config, read).problems();
  }

  @Override
  public DataStream<RawRecord> read(StreamExecutionEnvironment env, Set<TableId> tables) {
    DirectPreflight.of(config, tables).beforeSubmission();
    // Rows of the snapshot and changes of the stream come through different subtasks. Only a
    // barrier that overtakes nothing, and that nothing overtakes, says that the former have reached
    // the ledger.
    env.getCheckpointConfig().enableUnalignedCheckpoints(false);
    env.getCheckpointConfig().setCheckpointingConsistencyMode(CheckpointingMode.EXACTLY_ONCE);
    return env.fromSource(source(tables, arrayTypes()), WatermarkStrategy.noWatermarks(), "changes")
        .uid(UID);
  }

  @Override
  public boolean isInCommitOrder() {
    return true;
  }

  DirectSource source(Set<TableId> tables, ArrayTypes arrays) {
    PostgresSourceConfigFactory configs = configs(tables);
    Properties settings = debezium();
    ExactArrays.into(settings, arrays);
    configs.debeziumProperties(settings);
    DirectPreflight preflight = DirectPreflight.of(config, tables);
    return new DirectSource(
        configs,
        new DebeziumRecords(tables, preflight),
        new DirectDialect(configs.create(0), database.url().reveal()),
        preflight);
  }

  PostgresSourceConfigFactory configs(Set<TableId> tables) {
    Properties url = Driver.parseURL(database.url().reveal(), null);
    PostgresSourceConfigFactory configs = new PostgresSourceConfigFactory();
    configs.hostname(url.getProperty("PGHOST"));
    configs.port(Integer.parseInt(url.getProperty("PGPORT")));
    configs.database(url.getProperty("PGDBNAME"));
    configs.username(database.user());
    configs.password(database.password().reveal());
    configs.slotName(source.slot());
    configs.decodingPluginName("pgoutput");
    configs.schemaList(tables.stream().map(TableId::schema).distinct().toArray(String[]::new));
    configs.tableList(tables.stream().map(TableId::toString).toArray(String[]::new));
    configs.heartbeatInterval(source.heartbeatEvery());
    configs.setLsnCommitCheckpointsDelay(CHECKPOINTS_BEHIND);
    // Without this the connector drops what was written before a part's end and committed after.
    configs.skipSnapshotBackfill(true);
    configs.debeziumProperties(debezium());
    return configs;
  }

  private ArrayTypes arrayTypes() {
    try {
      return ArrayTypes.read(database);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "cannot read the types of arrays from %s: %s; check `database` and that it is up"
              .formatted(database.url(), e.getMessage()),
          e);
    }
  }

  private Properties debezium() {
    Properties settings = connection();
    settings.put("database.server.name", source.slot());
    settings.put("publication.name", source.publication());
    settings.put("publication.autocreate.mode", "disabled");
    settings.put("heartbeat.action.query", ReplicationCatalog.BEAT);
    settings.put("tombstones.on.delete", "false");
    settings.put("skipped.operations", "none");
    // The older of two settings, which skips TRUNCATE whatever the other says.
    settings.put("truncate.handling.mode", "include");
    settings.put("poll.interval.ms", "10");
    // The server takes a moment to let go of a slot whose reader has left, also of its own first
    // one, which looks where to resume. By default ten seconds pass before each of six attempts.
    settings.put("slot.retry.delay.ms", "500");
    settings.put("slot.max.retries", "120");
    settings.put("converters", ExactMoney.NAME);
    settings.put(ExactMoney.NAME + ".type", ExactMoney.class.getName());
    settings.putAll(VALUES);
    return settings;
  }

  private Properties connection() {
    Properties settings = new Properties();
    Driver.parseURL(database.url().reveal(), null)
        .forEach(
            (name, value) -> {
              if (!name.toString().startsWith("PG")) {
                settings.put("database." + name, value);
              }
            });
    // Amounts of money are written as the server's language has them otherwise.
    settings.merge("database.options", "-c lc_monetary=C", (own, more) -> own + " " + more);
    // The server's details quote rows.
    settings.put("database.logServerErrorDetail", "false");
    return settings;
  }
}
