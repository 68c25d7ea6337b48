package io.tributary.tools.preflight;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.KafkaConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RedisConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.direct.PostgresChangeSource;
import io.tributary.tools.options.KafkaTrouble;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Looks at one part after the other. One that cannot be reached keeps nobody from the others. */
final class Inspection {

  /**
   * What the command line says of the connector; null where it does not.
   *
   * @param place where its settings are: a file, or a URL of Kafka Connect
   */
  record Connector(
      @Nullable String place,
      @Nullable String publication,
      @Nullable String slot,
      @Nullable String role) {}

  private final PipelineConfig config;
  private final Set<Part> parts;
  private final Connector connector;
  private final Findings findings = new Findings();
  private final List<String> unreachable = new ArrayList<>();
  private @Nullable ConnectorSettings settings;
  private String workersCluster = "";

  Inspection(PipelineConfig config, Set<Part> parts, Connector connector) {
    this.config = config;
    this.parts = parts;
    this.connector = connector;
  }

  Findings findings() {
    return findings;
  }

  /** What could not be looked at, and why. */
  List<String> unreachable() {
    return unreachable;
  }

  Inspection run() {
    look(Part.CONNECTOR, this::connector);
    look(Part.DATABASE, this::database);
    look(Part.KAFKA, this::kafka);
    look(Part.REDIS, this::redis);
    return this;
  }

  private interface Look {
    void run() throws Unreachable;
  }

  private void look(Part part, Look look) {
    if (!parts.contains(part)) {
      return;
    }
    try {
      look.run();
    } catch (Unreachable e) {
      unreachable.add(String.valueOf(e.getMessage()));
    }
  }

  private void connector() throws Unreachable {
    KafkaSourceConfig kafka = config.source().kafka();
    String place = connector.place();
    if (place == null || kafka == null) {
      return;
    }
    try {
      if (ConnectRest.isUrl(place)) {
        worker(ConnectRest.at(place), kafka);
      } else {
        settings = ConnectorSettings.of(Path.of(place));
        new ConnectorRules(settings, findings).look(kafka, config.tables().keySet());
      }
    } catch (Unreachable e) {
      throw new Unreachable("--connector: " + e.getMessage());
    }
  }

  private void worker(ConnectRest connect, KafkaSourceConfig kafka) throws Unreachable {
    ConnectorSettings read = ConnectorSettings.of(connect);
    settings = read;
    new ConnectorRules(read, findings).look(kafka, config.tables().keySet());
    WorkerRules worker = new WorkerRules(connect, findings);
    worker.look(read);
    workersCluster = worker.cluster();
  }

  private void database() throws Unreachable {
    DatabaseConfig source = config.database();
    if (source == null) {
      return;
    }
    try {
      if (config.source().kafka() == null) {
        direct(source);
      } else if (connector.place() == null
          || settings != null
          || connector.publication() != null
          || !parts.contains(Part.CONNECTOR)) {
        captured(source);
      } else {
        throw new Unreachable(
            "the database is not checked, as the connector's settings would name the publication;"
                + " name it by --publication");
      }
    } catch (SQLException e) {
      throw new Unreachable(
          "cannot look at %s as %s: %s".formatted(source.url(), source.user(), e.getMessage()));
    }
  }

  private void direct(DatabaseConfig source) throws SQLException {
    for (String problem : PostgresChangeSource.of(config).problems(config.tables().keySet())) {
      String[] words = problem.split("; ", 2);
      findings.problem(source.url().toString(), words[0], words.length == 1 ? "" : words[1]);
    }
  }

  private void captured(DatabaseConfig source) throws SQLException {
    String publication = named(connector.publication(), "publication.name", "dbz_publication");
    String slot = named(connector.slot(), "slot.name", "debezium");
    String role = named(connector.role(), "database.user", "");
    try (SourceFacts facts = SourceFacts.open(source)) {
      new DatabaseRules(publication == null ? "tributary" : publication, slot, findings)
          .look(facts, config);
      if (role == null) {
        return;
      } else if (role.isEmpty() || role.contains("${")) {
        findings.warning(
            "connector database.user",
            "does not name its role, so that its rights are not checked",
            "name it by --role");
      } else {
        new RoleRules(role, findings).look(facts, config, signals());
      }
    }
  }

  /** What the command line says, or else the connector's settings; null if nobody does. */
  private @Nullable String named(@Nullable String named, String setting, String byDefault) {
    ConnectorSettings read = settings;
    return named != null || read == null ? named : read.get(setting, byDefault);
  }

  private @Nullable TableId signals() {
    ConnectorSettings read = settings;
    String table = read == null ? "" : read.get("signal.data.collection", "");
    return table.matches("[^.]+\\.[^.]+") ? TableId.parse(table) : null;
  }

  private void kafka() throws Unreachable {
    KafkaConfig results = config.kafkaForResults();
    if (results == null) {
      return;
    }
    try (KafkaFacts facts = new KafkaFacts(results)) {
      KafkaFacts.Cluster cluster = facts.cluster();
      if (!workersCluster.isEmpty() && !workersCluster.equals(cluster.id())) {
        findings.problem(
            "source.kafka.bootstrap-servers",
            "is another Kafka cluster than the one that the Connect worker writes to",
            "name the worker's bootstrap.servers");
      }
      KafkaSourceConfig source = config.source().kafka();
      if (source != null) {
        new SourceTopicRules(facts, settings, findings).look(config, source);
      }
      new ResultTopicRules(facts, cluster, findings).look(config);
    } catch (KafkaException e) {
      findings.problem(
          "source.kafka.properties",
          "are refused by Kafka's client: " + KafkaTrouble.of(e),
          "see its documentation");
    }
  }

  private void redis() throws Unreachable {
    RedisConfig redis = config.redis();
    if (redis != null) {
      new RedisRules(config, redis, findings).look();
    }
  }
}
