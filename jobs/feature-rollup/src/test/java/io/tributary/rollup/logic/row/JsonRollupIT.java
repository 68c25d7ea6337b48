package io.tributary.rollup.logic.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupSql;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.schema.PostgresType;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.Rows;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollup over values inside of JSON, char(n) and inet amounts to what its SQL says. */
class JsonRollupIT {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final Rows TABLE =
      Rows.of("public.events")
          .column("js", Kind.JSON)
          .column("jt", Kind.JSON)
          .column("at", Kind.TIMESTAMPTZ)
          .column("code", PostgresType.parse("character(3)"))
          .column("ip", PostgresType.parse("inet"));

  private static final List<FeatureWindow> LIFETIME =
      List.of(new FeatureWindow("lifetime", FeatureWindow.ENDLESS));
  private static final List<String> ADDRESSES =
      List.of("10.0.0.1", "10.0.0.1/24", "2001:db8::1", "::/0");
  private static final List<String> CODES = List.of("A", "AB", "", "ABC", "\\|");

  private final long seed = RandomHistory.seed();
  private final RandomRows rows = new RandomRows(new Random(seed));

  @TempDir Path directory;

  @Test
  void takesEntityFilterAndInputOutOfDocuments() throws SQLException {
    try (PostgresServer postgres = PostgresServer.in(directory)) {
      postgres.start();
      postgres.createDatabase("app");
      try (Connection connection = postgres.connect("app")) {
        List<RowImage> images = fill(connection);
        for (Rollup rollup : List.of(rollup(), values())) {
          assertThat(computed(rollup, images))
              .as("seed %d", seed)
              .isEqualTo(defined(rollup, connection))
              .hasSizeGreaterThan(3);
        }
      }
    }
  }

  private static Rollup rollup() {
    Predicate known = new Not(new IsNull(ColumnRef.of("jt.a"), "jt.a"));
    return Rollup.of(
        "documents",
        TABLE.table(),
        List.of("js.a", "jt.b.0"),
        "at",
        List.of(
            new Feature("rows", Functions.COUNT, null, new And(List.of()), LIFETIME),
            new Feature("known", Functions.COUNT, null, known, LIFETIME),
            new Feature("sums", Functions.SUM, "jt.a", known, LIFETIME)));
  }

  /** Values inside of JSON are compared as texts. */
  private static Rollup values() {
    Predicate padded =
        new Compare(ColumnRef.of("code"), Operator.EQ, Constant.of("A  "), "padded.where.code");
    Predicate local =
        new Compare(ColumnRef.of("ip"), Operator.EQ, Constant.of("10.0.0.1"), "local.where.ip");
    return Rollup.of(
        "values",
        TABLE.table(),
        List.of("js.c", "code", "ip"),
        "at",
        List.of(
            of("most", Functions.MAX, "js.a"),
            of("least", Functions.MIN, "jt.a"),
            of("top", Functions.top(3), "jt.a"),
            of("different", Functions.DISTINCT, "jt.b.0"),
            of("middle", Functions.percentile(new BigDecimal("0.5")), "jt.a"),
            of("codes", Functions.top(5), "code"),
            of("last_code", Functions.MAX, "code"),
            of("addresses", Functions.top(5), "ip"),
            of("greatest", Functions.MAX, "ip"),
            of("last", Functions.last(1), "ip"),
            new Feature("local", Functions.COUNT, null, local, LIFETIME),
            new Feature("padded", Functions.COUNT, null, padded, LIFETIME)));
  }

  private static Feature of(String name, Function function, String input) {
    return new Feature(name, function, input, new And(List.of()), LIFETIME);
  }

  private List<RowImage> fill(Connection connection) throws SQLException {
    List<RowImage> images = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE events (js jsonb, jt json, at timestamptz, code char(3), ip inet)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO events VALUES (?::jsonb, ?::json, '"
                + NOON
                + "', ?, ?::inet) RETURNING js::text, code, ip")) {
      for (int i = 0; i < 2_000; i++) {
        insert.setString(1, "{\"a\": " + rows.document(2) + ", \"c\": " + i % 3 + "}");
        String kept = "{\"a\": " + rows.document(1) + ", \"b\": [" + rows.document(1) + "]}";
        insert.setString(2, kept);
        insert.setString(3, CODES.get(i % CODES.size()));
        insert.setString(4, ADDRESSES.get(i % ADDRESSES.size()));
        try (ResultSet inserted = insert.executeQuery()) {
          inserted.next();
          images.add(
              TABLE.image(
                  inserted.getString(1), kept, NOON, inserted.getString(2), inserted.getString(3)));
        }
      }
    }
    return images;
  }

  private static Map<String, Map<String, String>> computed(Rollup rollup, List<RowImage> images) {
    Contributions contributions = new Contributions(rollup);
    Map<String, EntityState> states = new TreeMap<>();
    for (RowImage image : images) {
      Contributions.Effect effect = contributions.of(null, null, image);
      assertThat(effect.unusable()).isNull();
      for (Contribution contribution : effect.contributions()) {
        states
            .computeIfAbsent(contribution.entity().text(), any -> new EntityState())
            .apply(rollup, contribution, NOON.toEpochMilli());
      }
    }
    Map<String, Map<String, String>> values = new TreeMap<>();
    states.forEach(
        (entity, state) -> {
          Map<String, String> texts = new TreeMap<>();
          state.values(rollup).forEach((field, json) -> texts.put(field, Json.text(json)));
          values.put(entity, texts);
        });
    return values;
  }

  private static Map<String, Map<String, String>> defined(Rollup rollup, Connection connection)
      throws SQLException {
    Map<String, Map<String, String>> values = new TreeMap<>();
    TableDescription table = new TableDescription(TABLE.table(), TABLE.schema(), List.of(), true);
    String sql = RollupSql.of(rollup, table).at(NOON);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        Map<String, String> entity = new TreeMap<>();
        for (int i = 0; i < rollup.fields().size(); i++) {
          String value = result.getString(i + 2);
          if (value != null) {
            entity.put(rollup.fields().get(i), value);
          }
        }
        values.put(result.getString(1), entity);
      }
    }
    return values;
  }
}
