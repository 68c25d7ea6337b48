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
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollup over values inside of JSON amounts to what its SQL says. */
class JsonRollupIT {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final Rows TABLE =
      Rows.of("public.events")
          .column("js", Kind.JSON)
          .column("jt", Kind.JSON)
          .column("at", Kind.TIMESTAMPTZ);

  private final long seed = RandomHistory.seed();
  private final RandomRows rows = new RandomRows(new Random(seed));

  @TempDir Path directory;

  @Test
  void takesEntityFilterAndInputOutOfDocuments() throws SQLException {
    Rollup rollup = rollup();
    try (PostgresServer postgres = PostgresServer.in(directory)) {
      postgres.start();
      postgres.createDatabase("app");
      try (Connection connection = postgres.connect("app")) {
        List<RowImage> images = fill(connection);
        assertThat(computed(rollup, images))
            .as("seed %d", seed)
            .isEqualTo(defined(rollup, connection))
            .hasSizeGreaterThan(3);
      }
    }
  }

  private static Rollup rollup() {
    FeatureWindow lifetime = new FeatureWindow("lifetime", FeatureWindow.ENDLESS);
    Predicate known = new Not(new IsNull(ColumnRef.of("jt.a"), "jt.a"));
    return Rollup.of(
        "documents",
        TABLE.table(),
        List.of("js.a", "jt.b.0"),
        "at",
        List.of(
            new Feature("rows", Functions.COUNT, null, new And(List.of()), List.of(lifetime)),
            new Feature("known", Functions.COUNT, null, known, List.of(lifetime)),
            new Feature("sums", Functions.SUM, "jt.a", known, List.of(lifetime))));
  }

  private List<RowImage> fill(Connection connection) throws SQLException {
    List<RowImage> images = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE events (js jsonb, jt json, at timestamptz)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO events VALUES (?::jsonb, ?::json, '" + NOON + "') RETURNING js::text")) {
      for (int i = 0; i < 2_000; i++) {
        insert.setString(1, "{\"a\": " + rows.document(2) + "}");
        String kept = "{\"a\": " + rows.document(1) + ", \"b\": [" + rows.document(1) + "]}";
        insert.setString(2, kept);
        try (ResultSet inserted = insert.executeQuery()) {
          inserted.next();
          images.add(TABLE.image(inserted.getString(1), kept, NOON));
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
    states.forEach((entity, state) -> values.put(entity, state.values(rollup)));
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
        Map<String, String> entity = new LinkedHashMap<>();
        for (int i = 0; i < rollup.fields().size(); i++) {
          entity.put(rollup.fields().get(i), result.getString(i + 2));
        }
        values.put(result.getString(1), entity);
      }
    }
    return values;
  }
}
