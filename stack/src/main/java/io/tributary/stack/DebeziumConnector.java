package io.tributary.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of Debezium's PostgreSQL connector for one database. Where Debezium offers a
 * choice between losing something quietly and not, it does not.
 *
 * @see <a href="https://debezium.io/documentation/reference/3.7/connectors/postgresql.html">
 *     Debezium's PostgreSQL connector</a>
 */
public final class DebeziumConnector {
  private static final int LARGEST_RECORD = 32 * 1024 * 1024;

  /** What every configuration here has in common. */
  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
          Map.entry("tasks.max", "1"),
          Map.entry("database.sslmode", "disable"),
          Map.entry("plugin.name", "pgoutput"),
          Map.entry("publication.autocreate.mode", "disabled"),
          Map.entry("snapshot.mode", "initial"),
          Map.entry("tombstones.on.delete", "true"),
          // By default truncates are left out.
          Map.entry("skipped.operations", "none"),
          // By default a value that cannot be converted becomes NULL.
          Map.entry("event.converting.failure.handling.mode", "fail"),
          // By default columns of types that Debezium does not know are left out.
          Map.entry("include.unknown.datatypes", "true"),
          Map.entry("decimal.handling.mode", "string"),
          // The default counts a month as 30.4 days.
          Map.entry("interval.handling.mode", "string"),
          // Of all modes this and the other numeric ones keep 24:00 and infinite timestamps.
          Map.entry("time.precision.mode", "adaptive"),
          // By default PostgreSQL skips what lies between an older offset and the slot.
          Map.entry("offset.mismatch.strategy", "trust_offset"),
          // By default an incremental snapshot skips a table that was altered since the one before.
          Map.entry("driver.prepareThreshold", "0"),
          // Sets the latency: the default of 500 ms is the wait for every change.
          Map.entry("poll.interval.ms", "10"),
          Map.entry("max.batch.size", "4096"),
          Map.entry("max.queue.size", "16384"),
          Map.entry("retriable.restart.connector.wait.ms", "500"),
          Map.entry("slot.retry.delay.ms", "500"),
          Map.entry("slot.max.retries", "120"),
          Map.entry("producer.override.linger.ms", "5"),
          Map.entry("producer.override.batch.size", "131072"),
          Map.entry("producer.override.compression.type", "lz4"),
          Map.entry("producer.override.enable.idempotence", "true"),
          Map.entry("producer.override.max.request.size", Integer.toString(LARGEST_RECORD)),
          Map.entry("producer.override.buffer.memory", Integer.toString(2 * LARGEST_RECORD)),
          Map.entry("topic.creation.default.replication.factor", "1"),
          // By default the messages of every application are written.
          Map.entry("message.prefix.include.list", "tributary\\.schema"),
          Map.entry("topic.creation.groups", "ordered,history"),
          // The history of the tables' columns is read whole, however old.
          Map.entry("topic.creation.history.replication.factor", "1"),
          Map.entry("topic.creation.history.partitions", "1"),
          Map.entry("topic.creation.history.cleanup.policy", "delete"),
          Map.entry("topic.creation.history.retention.ms", "-1"),
          Map.entry("topic.creation.history.retention.bytes", "-1"),
          Map.entry("topic.creation.ordered.replication.factor", "1"),
          Map.entry("topic.creation.ordered.partitions", "1"));

  private final Map<String, String> settings = new TreeMap<>(COMMON);
  private final String topicPrefix;
  private List<String> ordered = List.of();

  /**
   * Reads the database as its superuser through a slot that is created on first start.
   *
   * @param topicPrefix topics are {@code <prefix>.<schema>.<table>}
   * @param tables for example {@code public.user_profile}; no patterns
   */
  public DebeziumConnector(
      PostgresServer postgres, String database, String topicPrefix, List<String> tables) {
    this.topicPrefix = topicPrefix;
    with("database.hostname", Loopback.HOST);
    with("database.port", Integer.toString(postgres.port()));
    with("database.user", postgres.user());
    with("database.password", postgres.password());
    with("database.dbname", database);
    with("topic.prefix", topicPrefix);
    with("table.include.list", patterns(tables.stream()));
    slot("tributary", "tributary");
    partitions(4);
    schemas(false);
  }

  /** The slot, and the publication, which must exist before the connector starts. */
  public DebeziumConnector slot(String slot, String publication) {
    return with("slot.name", slot).with("publication.name", publication);
  }

  /** The partitions of new topics. */
  public DebeziumConnector partitions(int partitions) {
    return with("topic.creation.default.partitions", Integer.toString(partitions));
  }

  /** Tables whose changes keep their order among each other: those without a primary key. */
  public DebeziumConnector inTotalOrder(List<String> tables) {
    ordered = List.copyOf(tables);
    return this;
  }

  /** Runs the statement at every interval, so that the slot advances while the tables are idle. */
  public DebeziumConnector heartbeat(Duration interval, String statement) {
    return with("heartbeat.interval.ms", Long.toString(interval.toMillis()))
        .with("heartbeat.action.query", statement);
  }

  /** Whether each record carries its schema, at three times the cost. */
  public DebeziumConnector schemas(boolean enabled) {
    return converter("key", enabled).converter("value", enabled);
  }

  /** Whether BEGIN and END of transactions are written to {@code <prefix>.transaction}. */
  public DebeziumConnector transactionMetadata(boolean provided) {
    return with("provide.transaction.metadata", Boolean.toString(provided));
  }

  /** Any other setting, or another value for one of those here. */
  public DebeziumConnector with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  /** What Connect accepts as the connector's configuration. */
  public Map<String, String> configuration() {
    Map<String, String> complete = new TreeMap<>(settings);
    Stream<String> topics =
        Stream.concat(
            Stream.of("__debezium-heartbeat." + topicPrefix, topicPrefix + ".transaction"),
            ordered.stream().map(table -> topicPrefix + "." + inTopicName(table)));
    complete.putIfAbsent("topic.creation.ordered.include", patterns(topics));
    String history = topicPrefix + ".message";
    complete.putIfAbsent("topic.creation.history.include", patterns(Stream.of(history)));
    return complete;
  }

  /**
   * Whether records are Avro, with their schemas in the registry. Names that Avro does not allow
   * are changed.
   */
  public DebeziumConnector avro(SchemaRegistryServer registry) {
    return avro("key", registry)
        .avro("value", registry)
        .with("schema.name.adjustment.mode", "avro")
        .with("field.name.adjustment.mode", "avro");
  }

  private DebeziumConnector avro(String part, SchemaRegistryServer registry) {
    String converter = part + ".converter";
    return with(converter, "io.apicurio.registry.utils.converter.AvroConverter")
        .with(converter + ".apicurio.registry.url", registry.ownUrl())
        .with(converter + ".apicurio.registry.auto-register", "true")
        // The magic byte and four bytes of the schema's number, as Confluent's converter writes.
        .with(converter + ".apicurio.registry.headers.enabled", "false")
        .with(converter + ".apicurio.registry.as-confluent", "true")
        .with(converter + ".apicurio.registry.use-id", "contentId");
  }

  private DebeziumConnector converter(String part, boolean schemas) {
    String converter = part + ".converter";
    return with(converter, "org.apache.kafka.connect.json.JsonConverter")
        .with(converter + ".schemas.enable", Boolean.toString(schemas))
        // By default a NULL in a column that has a default becomes that default.
        .with(converter + ".replace.null.with.default", "false");
  }

  /** Names as regular expressions that match nothing else. */
  private static String patterns(Stream<String> names) {
    return names.map(name -> name.replaceAll("(\\W)", "\\\\$1")).collect(Collectors.joining(","));
  }

  /** Debezium's own replacement of what a topic's name must not contain, char by char. */
  private static String inTopicName(String table) {
    return table
        .chars()
        .mapToObj(each -> Character.toString(each).replaceAll("[^A-Za-z0-9._-]", "_"))
        .collect(Collectors.joining());
  }
}
