package io.tributary.runtime;

import io.tributary.config.DatabaseConfig;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads descriptions of tables from PostgreSQL's catalog. */
final class PostgresCatalog {

  private static final int TIMEOUT_SECONDS = 10;

  /** The types that Debezium knows. Others come as bytes, and so do arrays of domains. */
  private static final String KNOWN_TYPES =
      """
      bool int2 int4 int8 oid float4 float8 numeric money text varchar bpchar char name citext \
      bytea json jsonb uuid xml date time timetz timestamp timestamptz interval bit varbit \
      inet cidr macaddr macaddr8 int4range int8range numrange tsrange tstzrange daterange \
      tsvector point box lseg path polygon circle line hstore ltree isbn geometry geography \
      vector halfvec sparsevec""";

  /** A domain has the type that it is made of, as it has for the connector. */
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(base.type, base.modifier),
             leaf.typtype <> 'e' AND leaf.typname <> ALL (?)
        FROM pg_attribute a
       CROSS JOIN LATERAL (
             WITH RECURSIVE made_of AS (
               SELECT a.atttypid AS type, a.atttypmod AS modifier
                UNION ALL
               SELECT d.typbasetype, greatest(m.modifier, d.typtypmod)
                 FROM made_of m JOIN pg_type d ON d.oid = m.type AND d.typtype = 'd')
             SELECT m.type, m.modifier, t.typcategory = 'A' AS is_array,
                    t.typelem AS element
               FROM made_of m JOIN pg_type t ON t.oid = m.type AND t.typtype <> 'd') base
        JOIN pg_type leaf ON leaf.oid = CASE WHEN base.is_array THEN base.element ELSE base.type END
       WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  private static final String KEY =
      """
      SELECT a.attname
        FROM pg_index i
       CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indrelid = ? AND i.indisprimary AND k.place <= i.indnkeyatts
       ORDER BY k.place
      """;

  private static final String TABLE =
      """
      SELECT c.oid, c.relreplident = 'f'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;

  private PostgresCatalog() {}

  /** Those of the tables that exist. */
  static Map<TableId, TableDescription> read(DatabaseConfig database, Set<TableId> tables)
      throws SQLException {
    Map<TableId, TableDescription> described = new HashMap<>();
    try (Connection connection = source(database).getConnection()) {
      for (TableId table : tables) {
        describe(connection, table, described);
      }
    }
    return described;
  }

  /** Not the driver manager: it does not find a driver that came with a job's jar. */
  static PGSimpleDataSource source(DatabaseConfig database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url().reveal());
    source.setUser(database.user());
    source.setPassword(database.password().reveal());
    source.setLoginTimeout(TIMEOUT_SECONDS);
    source.setSocketTimeout(TIMEOUT_SECONDS);
    source.setApplicationName("tributary");
    return source;
  }

  private static void describe(
      Connection connection, TableId table, Map<TableId, TableDescription> described)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(TABLE)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet found = query.executeQuery()) {
        if (found.next()) {
          long oid = found.getLong(1);
          described.put(table, describe(connection, table, oid, found.getBoolean(2)));
        }
      }
    }
  }

  private static TableDescription describe(
      Connection connection, TableId table, long oid, boolean fullIdentity) throws SQLException {
    List<RowSchema.Column> columns = new ArrayList<>();
    Set<String> opaque = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setArray(1, connection.createArrayOf("name", KNOWN_TYPES.split(" ")));
      query.setLong(2, oid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          columns.add(new RowSchema.Column(name, PostgresType.parse(row.getString(2))));
          if (row.getBoolean(3)) {
            opaque.add(name);
          }
        }
      }
    }
    return new TableDescription(
        table, RowSchema.of(columns), key(connection, oid), fullIdentity, opaque);
  }

  private static List<String> key(Connection connection, long table) throws SQLException {
    List<String> key = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(KEY)) {
      query.setLong(1, table);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          key.add(row.getString(1));
        }
      }
    }
    return key;
  }
}
