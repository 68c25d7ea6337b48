package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.stack.PostgresServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL says the same of a table as the definition does. */
class RollupSqlIT {

  private static final RowSchema SCHEMA = Events.TABLE.schema();

  @TempDir static Path directory;
  private static PostgresServer postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = PostgresServer.in(directory);
    postgres.start();
    postgres.createDatabase("app");
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Test
  void saysWhatTheDefinitionSays() throws SQLException {
    RandomHistory history = new RandomHistory(RandomHistory.seed());
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'Europe/Berlin'");
      statement.execute(Events.DDL);
      for (int round = 0; round < 25; round++) {
        history.changes(30);
        replace(connection, history.table());
        Instant at = history.passTime();
        for (Rollup rollup : RollupPropertyTest.ROLLUPS) {
          Map<String, Map<String, String>> defined =
              Definition.evaluate(rollup, history.table().values(), at);
          RollupSql sql = RollupSql.of(rollup, SCHEMA);
          assertSame(sql, defined, withParameter(connection, rollup, sql, at));
          assertSame(sql, defined, values(rollup, statement.executeQuery(sql.at(at))));
        }
      }
    }
  }

  private static void assertSame(
      RollupSql sql,
      Map<String, Map<String, String>> expected,
      Map<String, Map<String, String>> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (entity, values) ->
            values.forEach(
                (field, value) -> {
                  String result = actual.getOrDefault(entity, Map.of()).get(field);
                  if (sql.isExact(field)) {
                    assertThat(result).as("%s of %s", field, entity).isEqualTo(value);
                  } else {
                    BigDecimal number = new BigDecimal(value);
                    assertThat(new BigDecimal(result))
                        .isCloseTo(number, within(BigDecimal.ONE.movePointLeft(6)));
                  }
                }));
  }

  private static Map<String, Map<String, String>> withParameter(
      Connection connection, Rollup rollup, RollupSql sql, Instant at) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql.query())) {
      query.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
      return values(rollup, query.executeQuery());
    }
  }

  private static Map<String, Map<String, String>> values(Rollup rollup, ResultSet rows)
      throws SQLException {
    Map<String, Map<String, String>> values = new TreeMap<>();
    while (rows.next()) {
      Map<String, String> entity = new LinkedHashMap<>();
      for (int i = 0; i < rollup.fields().size(); i++) {
        entity.put(rollup.fields().get(i), rows.getString(i + 2));
      }
      values.put(rows.getString(1), entity);
    }
    return values;
  }

  private static void replace(Connection connection, Map<Long, RowImage> table)
      throws SQLException {
    String parameters = String.join(", ", Collections.nCopies(SCHEMA.size(), "?"));
    try (Statement truncate = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO public.events VALUES (" + parameters + ")")) {
      truncate.execute("TRUNCATE public.events");
      for (RowImage row : table.values()) {
        for (int column = 0; column < SCHEMA.size(); column++) {
          insert.setObject(column + 1, forJdbc(row.value(column)));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static @Nullable Object forJdbc(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant.equals(Instant.MAX)
          ? OffsetDateTime.MAX
          : instant.equals(Instant.MIN)
              ? OffsetDateTime.MIN
              : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return value;
  }
}
