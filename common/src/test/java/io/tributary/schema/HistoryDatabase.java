package io.tributary.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.RawRecord;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A database with published tables, used by roles of few rights. */
final class HistoryDatabase {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String OWNER = "history_owner";
  private static final String DEVELOPER = "developer";

  private final PostgresServer server;
  private final String name;
  private final DatabaseLog log;

  private HistoryDatabase(PostgresServer server, String name, DatabaseLog log) {
    this.server = server;
    this.name = name;
    this.log = log;
  }

  static void createRoles(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect("postgres")) {
      execute(
          connection,
          "CREATE ROLE " + OWNER + " LOGIN PASSWORD 'secret'",
          "CREATE ROLE " + DEVELOPER + " LOGIN PASSWORD 'secret'");
    }
  }

  /** A database that has the scripts. */
  static HistoryDatabase create(PostgresServer server, String name) throws SQLException {
    server.createDatabase(name);
    DatabaseLog log = new DatabaseLog(server, name);
    HistoryDatabase database = new HistoryDatabase(server, name, log);
    database.asSuperuser(
        "GRANT CREATE ON DATABASE " + name + " TO " + OWNER,
        "GRANT ALL ON SCHEMA public TO " + DEVELOPER);
    database.asDeveloper(
        "CREATE DOMAIN cents AS numeric(12,2)",
        "CREATE TABLE t (id bigint PRIMARY KEY, total cents NOT NULL DEFAULT 0, tags text[])",
        "CREATE TABLE parted (id int, at date) PARTITION BY RANGE (id)",
        "CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE secret (id int)");
    database.asSuperuser("CREATE PUBLICATION tributary FOR TABLE t, parted");
    database.asOwner(HistoryScripts.functions("tributary"));
    database.asSuperuser(HistoryScripts.triggers());
    return database;
  }

  Connection connect() throws SQLException {
    return server.connect(name);
  }

  /** The history since it was last asked for. */
  SchemaHistory history() throws SQLException {
    return log.read().read();
  }

  List<JsonNode> contents() throws SQLException, IOException {
    List<JsonNode> contents = new ArrayList<>();
    for (RawRecord record : log.read()) {
      JsonNode message = JSON.readTree(record.value()).get("message");
      contents.add(JSON.readTree(message.get("content").binaryValue()));
    }
    return contents;
  }

  /** Each entry in a line: {@code ALTER TABLE public.t [id] 1 id bigint, 2 note text}. */
  List<String> entries() throws SQLException, IOException {
    return contents().stream().map(HistoryDatabase::line).toList();
  }

  private static String line(JsonNode content) {
    String command = content.get("command").textValue();
    if (content.has("error")) {
      return command + " error " + content.get("error").textValue();
    }
    String table =
        command + " " + content.get("schema").textValue() + "." + content.get("table").textValue();
    if (content.has("dropped")) {
      return table + " dropped";
    }
    StringJoiner columns = new StringJoiner(", ");
    for (JsonNode column : content.get("columns")) {
      columns.add(
          column.get("attribute")
              + " "
              + column.get("name").textValue()
              + " "
              + column.get("type").textValue());
    }
    StringJoiner key = new StringJoiner(",", " [", "] ");
    content.get("key").forEach(column -> key.add(column.textValue()));
    StringJoiner rewritten = new StringJoiner(", ", " rewritten: ", "").setEmptyValue("");
    content.path("rewritten").forEach(reason -> rewritten.add(reason.textValue()));
    return table + key + columns + rewritten;
  }

  void asSuperuser(String... commands) throws SQLException {
    try (Connection connection = connect()) {
      execute(connection, commands);
    }
  }

  List<String> asDeveloper(String... commands) throws SQLException {
    return as(DEVELOPER, commands);
  }

  void asOwner(String... commands) throws SQLException {
    as(OWNER, commands);
  }

  private List<String> as(String role, String... commands) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(server.jdbcUrl(name), role, "secret")) {
      return execute(connection, commands);
    }
  }

  private static List<String> execute(Connection connection, String... commands)
      throws SQLException {
    List<String> warnings = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
        for (SQLWarning warning = statement.getWarnings();
            warning != null;
            warning = warning.getNextWarning()) {
          if (String.valueOf(warning.getMessage()).startsWith("tributary:")) {
            warnings.add(String.valueOf(warning.getMessage()));
          }
        }
      }
    }
    return warnings;
  }
}
