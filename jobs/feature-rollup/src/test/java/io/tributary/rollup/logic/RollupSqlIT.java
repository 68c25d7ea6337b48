package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL says the same of a table as the definition does. */
class RollupSqlIT {

  private static final RowSchema SCHEMA = Events.TABLE.schema();

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  @Test
  void saysWhatTheDefinitionSays() throws SQLException {
    RandomHistory history = new RandomHistory(RandomHistory.seed());
    try (Connection connection = connect()) {
      for (int round = 0; round < 15; round++) {
        history.changes(30);
        replace(connection, history.table());
        Instant at = history.passTime();
        for (Rollup rollup : RollupPropertyTest.ROLLUPS) {
          assertSame(
              rollup, at, connection, Definition.evaluate(rollup, history.table().values(), at));
        }
      }
    }
  }

  @Test
  void saysOfEveryAggregateWhatContributionsAmountTo() throws SQLException {
    long seed = RandomHistory.seed();
    RandomHistory history = new RandomHistory(seed);
    Random order = new Random(seed);
    List<EntityStates> states = EveryAggregate.ROLLUPS.stream().map(EntityStates::new).toList();
    try (Connection connection = connect()) {
      for (int round = 0; round < 15; round++) {
        List<RandomHistory.Change> changes = history.changes(order.nextInt(80));
        replace(connection, history.table());
        Instant at = history.passTime();
        for (EntityStates each : states) {
          each.apply(changes, order, at);
          assertSame(each.rollup(), at, connection, each.values());
        }
      }
    }
  }

  @Test
  void saysMoreThanOneQueryOfPostgresCan() throws SQLException {
    RandomHistory history = new RandomHistory(RandomHistory.seed());
    Feature[] features = new Feature[340];
    for (int i = 0; i < features.length; i++) {
      Map<String, String> where = i % 2 == 0 ? Map.of() : Map.of("event_type", "click");
      features[i] = Events.count("f" + i, where, "5m", "1h", "1d", "7d", "lifetime");
    }
    Rollup rollup = Events.byUser(features);
    try (Connection connection = connect()) {
      history.changes(50);
      replace(connection, history.table());
      Instant at = history.passTime();
      RollupSql sql = RollupSql.of(rollup, Events.described());
      Map<String, Map<String, String>> told = sql.values(connection, at);
      assertThat(told).isNotEmpty().allSatisfy((user, values) -> assertThat(values).hasSize(1_700));
      assertSame(sql, at, told, EntityStates.of(rollup, history.table(), at).values());
    }
    assertThat(RollupSql.of(rollup, Events.described()).atPresent().split(";")).hasSize(2);
  }

  private static Connection connect() throws SQLException {
    Connection connection = POSTGRES.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'Europe/Berlin'");
      statement.execute("DROP TABLE IF EXISTS public.events");
      statement.execute(Events.DDL);
    }
    return connection;
  }

  private static void assertSame(
      Rollup rollup, Instant at, Connection connection, Map<String, Map<String, String>> actual)
      throws SQLException {
    RollupSql sql = RollupSql.of(rollup, Events.described());
    assertSame(sql, at, sql.values(connection, at), actual);
    try (Statement statement = connection.createStatement()) {
      assertSame(sql, at, sql.values(statement.executeQuery(sql.at(at))), actual);
    }
  }

  private static void assertSame(
      RollupSql sql,
      Instant at,
      Map<String, Map<String, String>> expected,
      Map<String, Map<String, String>> actual) {
    // An entity whose features are all absent is not shown.
    expected.values().removeIf(values -> values.values().stream().allMatch(Objects::isNull));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (entity, values) -> {
          Map<String, String> found = actual.getOrDefault(entity, Map.of());
          assertThat(values.keySet()).containsAll(found.keySet());
          values.forEach(
              (field, value) ->
                  assertThat(sql.agrees(field, value, found.get(field)))
                      .as("%s of %s at %s: %s, not %s", field, entity, at, value, found.get(field))
                      .isTrue());
        });
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
          insert.setObject(column + 1, forJdbc(SCHEMA.column(column).name(), row.value(column)));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static @Nullable Object forJdbc(String column, @Nullable Object value) {
    if (column.equals("ref") && value != null) {
      return UUID.fromString((String) value);
    }
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
