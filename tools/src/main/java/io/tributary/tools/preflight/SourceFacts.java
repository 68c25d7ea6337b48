package io.tributary.tools.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.DatabaseConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.PostgresCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the source database tells of itself. No right is needed but to connect. */
final class SourceFacts implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String SLOTS =
      """
      SELECT slot_name, plugin, database, active, wal_status,
             coalesce((CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                            ELSE pg_current_wal_lsn() END) - restart_lsn, 0)::bigint
        FROM pg_replication_slots
       WHERE slot_type = 'logical'
       ORDER BY slot_name
      """;

  private static final String NOT_PUBLISHED =
      """
      SELECT array_to_string(array_remove(ARRAY[
               CASE WHEN NOT pubinsert THEN 'insert' END, CASE WHEN NOT pubupdate THEN 'update' END,
               CASE WHEN NOT pubdelete THEN 'delete' END,
               CASE WHEN NOT pubtruncate THEN 'truncate' END], NULL), ', ')
        FROM pg_publication
       WHERE pubname = ?
      """;

  private static final String TRIGGERS =
      """
      SELECT count(*)
        FROM pg_event_trigger
       WHERE evtname IN ('tributary_ddl_command_end', 'tributary_sql_drop') AND evtenabled = 'A'
      """;

  private final Connection connection;

  private SourceFacts(Connection connection) {
    this.connection = connection;
  }

  static SourceFacts open(DatabaseConfig database) throws SQLException {
    return new SourceFacts(PostgresCatalog.source(database).getConnection());
  }

  String database() throws SQLException {
    return text("SELECT current_database()").orElse("");
  }

  String walLevel() throws SQLException {
    return text("SELECT current_setting('wal_level')").orElse("");
  }

  /** The operations that a publication leaves out, such as {@code delete, truncate}. */
  Optional<String> notPublished(String publication) throws SQLException {
    return text(NOT_PUBLISHED, publication);
  }

  /** The publication that the schema history describes; empty where it is not installed. */
  Optional<String> historyPublication() throws SQLException {
    boolean isInstalled =
        text("SELECT to_regprocedure('tributary.history_publication()')::text").isPresent();
    return isInstalled ? text("SELECT tributary.history_publication()::text") : Optional.empty();
  }

  /** How many of the schema history's two event triggers fire in every session. */
  int historyTriggers() throws SQLException {
    return text(TRIGGERS).map(Integer::parseInt).orElse(0);
  }

  Optional<SourceTable> table(TableId table, String publication) throws SQLException {
    Optional<String> facts = text(resource(), publication, table.schema(), table.table());
    try {
      return facts.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(facts.get(), SourceTable.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the query makes what the record takes", e);
    }
  }

  List<SourceSlot> slots() throws SQLException {
    List<SourceSlot> slots = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(SLOTS);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        slots.add(
            new SourceSlot(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                row.getLong(6)));
      }
    }
    return slots;
  }

  private Optional<String> text(String sql, String... parameters) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(SourceFacts.class.getResourceAsStream("table.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
