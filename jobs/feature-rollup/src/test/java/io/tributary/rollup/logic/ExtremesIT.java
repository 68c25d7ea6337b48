package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.Rows;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values, times and entities at the ends of their types: features are what PostgreSQL says. */
class ExtremesIT {

  private static final String[] OVER = {"1s", "1500s", "3650d", "36500d", "lifetime"};

  private static final Rows TABLE =
      Rows.of("public.extremes")
          .column("id", ColumnType.Kind.BIGINT)
          .column("a", ColumnType.Kind.BIGINT)
          .column("b", ColumnType.Kind.TEXT)
          .column("c", ColumnType.Kind.UUID)
          .column("d", ColumnType.Kind.BOOLEAN)
          .column("e", ColumnType.Kind.NUMERIC)
          .column("at", ColumnType.Kind.TIMESTAMPTZ)
          .column("v", ColumnType.Kind.NUMERIC)
          .column("w", ColumnType.Kind.BIGINT)
          .key("id");

  private static final String DDL =
      """
      CREATE TABLE public.extremes (
        id bigint PRIMARY KEY, a bigint, b text, c uuid, d boolean, e numeric, at timestamptz, v numeric, w bigint)
      """;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0.00",
          "1.50",
          "-7",
          "9".repeat(1_000) + "." + "1".repeat(1_000),
          "-" + "9".repeat(1_000) + "." + "3".repeat(1_000),
          "0." + "0".repeat(999) + "1",
          "-0." + "0".repeat(16_382) + "1",
          "1" + "0".repeat(20_000));

  private static final List<String> TIMES =
      List.of(
          "-infinity",
          "infinity",
          "-4712-01-01T00:00:00Z",
          "-0043-03-15T12:00:00Z",
          "0001-01-01T00:00:00Z",
          "1926-03-24T00:00:00Z",
          "1969-12-31T23:59:59.999999Z",
          "1970-01-01T00:00:00Z",
          "2016-03-02T12:00:00Z",
          "2026-02-28T11:34:59.999999Z",
          "2026-02-28T11:35:00Z",
          "2026-02-28T11:59:59Z",
          "2026-02-28T12:00:00Z",
          "2026-02-28T12:00:00.000001Z",
          "2026-02-28T23:59:59Z",
          "+10000-01-01T00:00:00Z",
          "+294276-12-31T23:59:59.999999Z");

  private static final Rollup ROLLUP =
      Rollup.of(
          "extremes",
          TABLE.table(),
          List.of("a", "b", "c", "d", "e"),
          "at",
          List.of(
              Events.feature("rows", Functions.COUNT, null, OVER),
              Events.feature("total", Functions.SUM, "v", OVER),
              Events.feature("mean", Functions.AVG, "v", OVER),
              Events.feature("whole", Functions.SUM, "w", OVER),
              Events.feature("spread", Functions.VARIANCE, "w", OVER),
              Events.feature("deviation", Functions.STDDEV, "w", OVER),
              Events.feature("smallest", Functions.MIN, "v", OVER),
              Events.feature("greatest", Functions.MAX, "v", OVER),
              Events.feature("earliest", Functions.MIN, "at", OVER),
              Events.feature("latest", Functions.MAX, "at", OVER),
              Events.feature("first", Functions.first(2), "v", OVER),
              Events.feature("last", Functions.LAST, "w", OVER),
              Events.feature("top", Functions.top(2), "v", OVER),
              Events.feature("moments", Functions.top(3), "at", OVER),
              Events.feature("distinct", Functions.DISTINCT, "v", OVER),
              Events.feature("half", Functions.percentile(new BigDecimal("0.5")), "v", OVER),
              Events.feature(
                  "parts",
                  Functions.histogram(List.of(BigDecimal.ZERO, BigDecimal.ONE)),
                  "v",
                  OVER),
              Events.plain(
                  "interest", Functions.DECAYED_COUNT, null, FeatureWindow.decaying(8_000))));

  @TempDir static Path directory;

  private final Random random = new Random(RandomHistory.seed());

  @Test
  void areCountedAsPostgresDoes() throws SQLException {
    try (PostgresServer postgres = PostgresServer.in(directory)) {
      postgres.start();
      postgres.createDatabase("app");
      try (Connection connection = postgres.connect("app");
          Statement statement = connection.createStatement()) {
        statement.execute(DDL);
        for (int round = 0; round < 3; round++) {
          statement.execute("TRUNCATE public.extremes");
          Map<Long, RowImage> rows = insert(connection);
          for (String at :
              new String[] {
                "2026-02-28T12:00:00Z", "2026-02-28T12:00:00.999Z", "2036-02-28T00:00:00.001Z"
              }) {
            assertSame(connection, rows, Instant.parse(at));
          }
        }
      }
    }
  }

  private static void assertSame(Connection connection, Map<Long, RowImage> rows, Instant at)
      throws SQLException {
    TableDescription table =
        new TableDescription(TABLE.table(), TABLE.schema(), List.of("id"), false);
    RollupSql sql = RollupSql.of(ROLLUP, table);
    Map<String, Map<String, String>> expected = sql.values(connection, at);
    expected.values().removeIf(values -> values.values().stream().allMatch(Objects::isNull));
    Map<String, Map<String, String>> actual = EntityStates.of(ROLLUP, rows, at).values();
    assertThat(actual.keySet()).isNotEmpty().isEqualTo(expected.keySet());
    expected.forEach(
        (entity, values) ->
            values.forEach(
                (field, value) -> {
                  String told = Objects.requireNonNull(actual.get(entity)).get(field);
                  assertThat(sql.agrees(field, value, told))
                      .as("%s of %s at %s: %s, not %s", field, entity, at, cut(value), cut(told))
                      .isTrue();
                }));
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() < 200 ? text : text.substring(0, 200) + "…";
  }

  private Map<Long, RowImage> insert(Connection connection) throws SQLException {
    Map<Long, RowImage> rows = new HashMap<>();
    List<String> casts = new ArrayList<>();
    for (String type :
        "bigint,bigint,text,uuid,boolean,numeric,timestamptz,numeric,bigint".split(",")) {
      casts.add("?::text::" + type);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO public.extremes VALUES (" + String.join(", ", casts) + ")")) {
      for (long id = 1; id <= 60; id++) {
        @Nullable String[] row = row(id);
        for (int i = 0; i < row.length; i++) {
          String text = row[i];
          insert.setString(i + 1, i == 6 && text != null ? forPostgres(text) : text);
        }
        insert.addBatch();
        rows.put(id, image(row));
      }
      insert.executeBatch();
    }
    return rows;
  }

  private @Nullable String[] row(long id) {
    return new @Nullable String[] {
      Long.toString(id),
      any(List.of("9223372036854775807", "-1")),
      any(List.of("a|b\\", "", "é")),
      any(List.of("00000000-0000-0000-0000-00000000000a")),
      any(List.of("true")),
      any(List.of("1.50", "1.5", "NaN")),
      any(TIMES),
      random.nextInt(20) == 0 ? "NaN" : any(NUMBERS),
      any(List.of("9223372036854775807", "-9223372036854775808", "0", "1"))
    };
  }

  private @Nullable String any(List<String> texts) {
    return random.nextInt(12) == 0 ? null : texts.get(random.nextInt(texts.size()));
  }

  private static RowImage image(@Nullable String[] row) {
    @Nullable Object[] values = Arrays.copyOf(row, row.length, Object[].class);
    for (int i : new int[] {0, 1, 8}) {
      values[i] = row[i] == null ? null : (Long) Long.parseLong(row[i]);
    }
    values[4] = row[4] == null ? null : (Boolean) Boolean.parseBoolean(row[4]);
    for (int i : new int[] {5, 7}) {
      values[i] = "NaN".equals(row[i]) ? (Object) Double.NaN : row[i];
    }
    String at = row[6];
    values[6] =
        at == null
            ? null
            : switch (at) {
              case "infinity" -> Instant.MAX;
              case "-infinity" -> Instant.MIN;
              default -> Instant.parse(at);
            };
    return TABLE.image(values);
  }

  /** A year before the first is written otherwise there. */
  private static String forPostgres(String at) {
    if (at.endsWith("infinity")) {
      return at;
    }
    if (!at.startsWith("-")) {
      return at.replace("+", "");
    }
    int year = 1 + Integer.parseInt(at.substring(1, 5));
    return "%04d%s BC".formatted(year, at.substring(5));
  }
}
