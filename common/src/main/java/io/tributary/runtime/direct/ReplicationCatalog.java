package io.tributary.runtime.direct;

import io.tributary.config.DatabaseConfig;
import io.tributary.event.Lsn;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.PostgresCatalog;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL knows of slots, publications and the tables in them. */
final class ReplicationCatalog implements AutoCloseable {

  private static final String SLOTS =
      """
      SELECT slot_name, plugin, coalesce(database, ''), active, confirmed_flush_lsn::text, wal_status
        FROM pg_replication_slots
       WHERE slot_type = 'logical' AND slot_name ~ ?
       ORDER BY slot_name
      """;

  private static final String TABLE =
      """
      WITH RECURSIVE made_of AS (
        SELECT a.attrelid, a.attname, a.attnum, t.oid AS type, t.typcategory AS category,
               t.typbasetype AS base, true AS direct
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = to_regclass(format('%I.%I', ?, ?))
           AND a.attnum > 0 AND NOT a.attisdropped
         UNION ALL
        SELECT m.attrelid, m.attname, m.attnum, t.oid, t.typcategory, t.typbasetype,
               false
          FROM made_of m JOIN pg_type t ON t.oid = m.base)
      SELECT c.relkind::text,
             CASE WHEN EXISTS (SELECT FROM pg_index k JOIN pg_index r USING (indrelid)
                                WHERE indrelid = c.oid AND c.relreplident = 'i'
                                  AND k.indisprimary AND r.indisreplident
                                  AND NOT k.indkey::int2[] <@ r.indkey::int2[])
                  THEN 'x' ELSE c.relreplident::text END,
             EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
             EXISTS (SELECT FROM pg_publication_tables p
                      WHERE p.pubname = ? AND p.schemaname = n.nspname AND p.tablename = c.relname),
             ARRAY (SELECT DISTINCT m.attname::text FROM made_of m
                     WHERE m.category = 'A' ORDER BY 1),
             ARRAY (SELECT m.attname || ' ' || m.type::regtype FROM made_of m
                     WHERE m.type::regtype::text IN ('money', 'money[]')
                           AND NOT (m.direct AND 0.01::money::numeric = 0.01)
                        OR m.attname ~ '^(["''`]).*\\1$'
                        OR octet_length(m.attname::text) > char_length(m.attname::text)
                           AND EXISTS (SELECT FROM pg_index i
                                        WHERE i.indrelid = c.oid AND i.indisprimary
                                          AND m.attnum = ANY (i.indkey))
                     ORDER BY 1),
             ARRAY (SELECT o.nspname || '.' || k.relname
                      FROM pg_class k JOIN pg_namespace o ON o.oid = k.relnamespace
                     WHERE k.oid <> c.oid AND k.relkind IN ('r', 'p', 'v', 'm', 'f')
                       AND o.nspname LIKE n.nspname AND k.relname LIKE c.relname
                     ORDER BY 1)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ?
      """;

  /** Domains over enums, and enums that have none yet. */
  private static final String WITHOUT_LABELS =
      """
      SELECT t.oid::regtype::text
        FROM pg_type t
       WHERE t.typcategory = 'E' AND NOT EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = t.oid)
       ORDER BY 1
      """;

  private static final String OPERATIONS =
      "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate FROM pg_publication"
          + " WHERE pubname = ?";

  /** Touches the one row of the heartbeat's table. */
  static final String BEAT =
      "INSERT INTO tributary.heartbeat (id, beat_at) VALUES (1, now())"
          + " ON CONFLICT (id) DO UPDATE SET beat_at = now()";

  static final String HOW_TO_BEAT =
      "there is no table tributary.heartbeat, without which the slot of an idle database holds its"
          + " log for ever; CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, beat_at"
          + " timestamptz), publish it, and let the role write it";

  private final Connection connection;

  private ReplicationCatalog(Connection connection) {
    this.connection = connection;
  }

  static ReplicationCatalog open(DatabaseConfig database) throws SQLException {
    return new ReplicationCatalog(PostgresCatalog.source(database).getConnection());
  }

  Optional<ReplicationSlot> slot(String name) throws SQLException {
    return slots("^" + name + "$").stream().findFirst();
  }

  /** The slots that the connector makes while it reads a snapshot: {@code <slot>_<number>}. */
  List<ReplicationSlot> offspringOf(String name) throws SQLException {
    return slots("^" + name + "_[0-9]+$");
  }

  private List<ReplicationSlot> slots(String pattern) throws SQLException {
    List<ReplicationSlot> slots = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(SLOTS)) {
      query.setString(1, pattern);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          slots.add(
              new ReplicationSlot(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getBoolean(4),
                  lsn(row.getString(5)),
                  row.getString(6)));
        }
      }
    }
    return slots;
  }

  private static @Nullable Lsn lsn(@Nullable String text) {
    return text == null ? null : Lsn.parse(text);
  }

  /** Those of the tables that exist. */
  List<FollowedTable> tables(Set<TableId> tables, String publication) throws SQLException {
    List<FollowedTable> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(TABLE)) {
      for (TableId table : tables.stream().sorted().toList()) {
        query.setString(1, table.schema());
        query.setString(2, table.table());
        query.setString(3, publication);
        query.setString(4, table.schema());
        query.setString(5, table.table());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            found.add(
                new FollowedTable(
                    table,
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    texts(row.getArray(5)),
                    texts(row.getArray(6)),
                    texts(row.getArray(7))));
          }
        }
      }
    }
    return found;
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** Types of enums that have no labels of their own, in the whole database. */
  List<String> enumsWithoutLabels() throws SQLException {
    List<String> types = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(WITHOUT_LABELS)) {
      while (row.next()) {
        types.add(row.getString(1));
      }
    }
    return types;
  }

  /** Whether it publishes every operation; empty where there is no such publication. */
  Optional<Boolean> publishesAll(String publication) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OPERATIONS)) {
      query.setString(1, publication);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
      }
    }
  }

  void beat() throws SQLException {
    try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
      beat.executeUpdate();
    }
  }

  String setting(String name) throws SQLException {
    return text("SELECT current_setting(?)", name);
  }

  String database() throws SQLException {
    return text("SELECT current_database() WHERE ? <> ''", "any");
  }

  private String text(String sql, String parameter) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
