package io.tributary.schema;

import io.tributary.stack.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads what a database has written into its log, as the connector would tell it. */
final class DatabaseLog {

  private static final String MESSAGE = "message: transactional: 1 prefix: tributary.schema";

  private final PostgresServer server;
  private final String database;

  DatabaseLog(PostgresServer server, String database) throws SQLException {
    this.server = server;
    this.database = database;
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_create_logical_replication_slot('" + database + "', 'test_decoding')");
    }
  }

  /** The entries since the last call. */
  HistoryTopic read() throws SQLException {
    HistoryTopic topic = new HistoryTopic();
    try (Connection connection = server.connect(database);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT lsn - '0/0', xid::text::bigint, data"
                    + " FROM pg_logical_slot_get_changes(?, NULL, NULL)")) {
      query.setString(1, database);
      try (ResultSet row = query.executeQuery()) {
        long commit = 1;
        while (row.next()) {
          String data = row.getString(3);
          if (data.startsWith("COMMIT")) {
            commit = row.getLong(1);
          } else if (data.startsWith(MESSAGE)) {
            String content = data.substring(data.indexOf("content:") + "content:".length());
            topic.raw(
                HistoryTopic.after(commit),
                row.getLong(1),
                row.getLong(2),
                SchemaHistory.PREFIX,
                content);
          }
        }
      }
    }
    return topic;
  }
}
