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

/** What the source database says of itself. No right is needed but to connect. */
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
       WHERE evtname IN ('tributary_ddl_command_end', 'tributary_sql_drop', 'tributary_table_rewrite')
         AND evtenabled = 'A'
      """;

  private static final String ROLE =
      """
      SELECT r.rolsuper OR r.rolreplication OR EXISTS (
               SELECT FROM pg_roles m
                WHERE m.rolname = 'rds_replication' AND pg_has_role(r.oid, m.oid, 'MEMBER')),
             r.rolcanlogin AND has_database_privilege(r.oid, current_database(), 'CONNECT')
        FROM pg_roles r
       WHERE r.rolname = ?
      """;

  /** A privilege on all columns is as good as one on the table. */
  private static final String LACKS =
      """
      WITH asked AS (SELECT ?::text AS role, ?::text AS privilege)
      SELECT 'lacks'
        FROM asked, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ? AND EXISTS (
               SELECT FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND NOT has_column_privilege(asked.role, c.oid, a.attnum, asked.privilege))
      """;

  private static final String NO_USAGE =
      """
      WITH asked AS (SELECT ?::text AS role)
      SELECT 'lacks' FROM asked, pg_namespace n
       WHERE n.nspname = ? AND NOT has_schema_privilege(asked.role, n.oid, 'USAGE')
      """;

  private static final String HIDDEN_ROWS =
      """
      SELECT 'hidden'
        FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE r.rolname = ? AND n.nspname = ? AND c.relname = ? AND c.relrowsecurity
         AND NOT r.rolsuper AND NOT r.rolbypassrls
         AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE'))
      """;

  private static final String FREE_SLOTS =
      """
      SELECT current_setting('max_replication_slots')::int - count(*)
        FROM pg_replication_slots
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

  /**
   * What a role may do.
   *
   * @param replicates whether it may read a slot
   * @param connects whether it may connect to the database
   */
  record Role(boolean replicates, boolean connects) {}

  /** A role; empty where there is none of that name. */
  Optional<Role> role(String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ROLE)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Role(row.getBoolean(1), row.getBoolean(2)))
            : Optional.empty();
      }
    }
  }

  /**
   * What a role lacks of these privileges, such as {@code SELECT}, on a table, and {@code USAGE} of
   * its schema; {@code ROWS} where policies hide rows from it. Empty where there is no such table.
   */
  List<String> lacks(String role, TableId table, List<String> privileges) throws SQLException {
    List<String> lacking = new ArrayList<>();
    for (String privilege : privileges) {
      if (text(LACKS, role, privilege, table.schema(), table.table()).isPresent()) {
        lacking.add(privilege);
      }
    }
    if (text(NO_USAGE, role, table.schema()).isPresent()) {
      lacking.add("USAGE");
    }
    if (text(HIDDEN_ROWS, role, table.schema(), table.table()).isPresent()) {
      lacking.add("ROWS");
    }
    return lacking;
  }

  /** How many more slots there can be. */
  int freeSlots() throws SQLException {
    return text(FREE_SLOTS).map(Integer::parseInt).orElse(0);
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
