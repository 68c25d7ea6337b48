package io.tributary.tools.preflight;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with a new database for each test that is as it should be: a table {@code t}, the
 * heartbeat, and a publication of both. To be registered as a static extension.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
final class SourceDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final String BEAT =
      "INSERT INTO tributary.heartbeat (id, beat_at) VALUES (1, now())"
          + " ON CONFLICT (id) DO UPDATE SET beat_at = now()";

  private Path directory;
  private PostgresServer server;
  private int databases;
  private String database = "";

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("postgres");
    server = PostgresServer.in(directory);
    server.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    database = "app" + ++databases;
    server.createDatabase(database);
    execute(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE SCHEMA tributary",
        "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, beat_at timestamptz)",
        "CREATE PUBLICATION tributary FOR TABLE t, tributary.heartbeat");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server.close();
    FileUtils.deleteDirectory(directory.toFile());
  }

  String user() {
    return server.user();
  }

  String url() {
    return server.jdbcUrl(database);
  }

  private DebeziumConnector connector() {
    return new DebeziumConnector(
            server, database, "app", List.of("public.t", "tributary.heartbeat"))
        .heartbeat(Duration.ofSeconds(1), BEAT);
  }

  /** The settings of a connector as it should be, but for its role. */
  Path settings(String role) throws IOException {
    Path settings = Files.createTempFile(directory, "connector", ".json");
    new JsonMapper()
        .writeValue(settings.toFile(), connector().with("database.user", role).configuration());
    return settings;
  }

  /** What is found by a pipeline that reads Kafka, of database and connector. */
  List<String> look(String tables, String... options) {
    return PreflightRun.findings(pipeline(tables), only(options));
  }

  PreflightRun run(String tables, String... options) {
    return PreflightRun.of(pipeline(tables), only(options));
  }

  private static String[] only(String... options) {
    List<String> all = new ArrayList<>(List.of("--only", "database,connector"));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private String pipeline(String tables) {
    return pipeline("kafka: { bootstrap-servers: \"none:1\", topic-prefix: app }", tables);
  }

  String pipeline(String source, String tables) {
    return """
        version: 1
        source: { %s }
        database: { url: "%s", user: %s, password: "%s" }
        tables:
          %s
        """
        .formatted(source, server.jdbcUrl(database), server.user(), server.password(), tables);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
