package io.tributary.rollup.logic.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A condition is true, false or NULL for a row exactly when its SQL is. */
class PredicateIT {

  private static final int ROWS = 250;
  private static final int PREDICATES = 400;

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  private final long seed = RandomHistory.seed();
  private final Random random = new Random(seed);
  private final RandomRows rows = new RandomRows(random);
  private final Set<Truth> met = new HashSet<>();

  @Test
  void saysWhatItsSqlSays() throws SQLException {
    RandomPredicates predicates = new RandomPredicates(random, rows);
    List<Predicate> conditions =
        Stream.generate(() -> predicates.next(3)).limit(PREDICATES).toList();
    RowSql values = new RowSql("r", RandomRows.SCHEMA);
    String query =
        conditions.stream()
            .map(condition -> condition.sql(values))
            .collect(Collectors.joining(",\n", "SELECT ", "\nFROM t AS r ORDER BY id"));
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'Europe/Berlin'; SET DateStyle = 'ISO, DMY'");
      List<RowImage> images = fill(connection);
      try (ResultSet result = statement.executeQuery(query)) {
        for (RowImage image : images) {
          assertThat(result.next()).isTrue();
          for (int i = 0; i < conditions.size(); i++) {
            check(conditions.get(i), image, (Boolean) result.getObject(i + 1));
          }
        }
      }
    }
    assertThat(met).contains(Truth.TRUE, Truth.FALSE, Truth.NULL);
  }

  private void check(Predicate condition, RowImage image, @Nullable Boolean expected) {
    Truth truth = expected == null ? Truth.NULL : Truth.of(expected);
    met.add(truth);
    assertThat(condition.evaluate(new RowValues(image)))
        .as("%s, row %s, seed %d", condition.text(), image, seed)
        .isEqualTo(truth);
    Truth inPart = condition.evaluate(new RowValues(withoutSome(image)));
    assertThat(inPart.possible() & truth.possible())
        .as("%s without some columns, seed %d", condition.text(), seed)
        .isEqualTo(truth.possible());
  }

  private RowImage withoutSome(RowImage image) {
    RowImage.Builder copy = RowImage.of(image.schema());
    for (int column = 0; column < image.schema().size(); column++) {
      if (random.nextInt(4) != 0) {
        copy.set(column, image.value(column));
      }
    }
    return copy.build();
  }

  /** Makes a table of random rows, and images of them as they come over the wire. */
  private List<RowImage> fill(Connection connection) throws SQLException {
    String columns =
        RandomRows.COLUMNS.stream()
            .map(column -> SqlText.name(column.name()) + " " + column.sqlType())
            .collect(Collectors.joining(", "));
    String places =
        RandomRows.COLUMNS.stream()
            .map(PredicateIT::place)
            .collect(Collectors.joining(", ", "(?, ", ")"));
    List<RowImage> images = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TYPE mood AS ENUM ('sad', 'Ok', 'happy')");
      statement.execute("CREATE TABLE t (id integer, " + columns + ")");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t VALUES " + places + " RETURNING js::text")) {
      for (int id = 0; id < ROWS; id++) {
        images.add(insert(id, insert));
      }
    }
    return images;
  }

  private static String place(RandomRows.Column column) {
    return column.kind() == ColumnType.Kind.TIMESTAMPTZ
        ? "?::text::timestamp AT TIME ZONE 'UTC'"
        : "?::text::" + column.sqlType().replaceAll(" COLLATE.*", "");
  }

  private RowImage insert(int id, PreparedStatement insert) throws SQLException {
    RowImage.Builder image = RowImage.of(RandomRows.SCHEMA);
    insert.setInt(1, id);
    for (int i = 0; i < RandomRows.COLUMNS.size(); i++) {
      RandomRows.Column column = RandomRows.COLUMNS.get(i);
      String text = rows.text(column);
      insert.setString(i + 2, text);
      image.set(i, text == null ? null : column.value().apply(text));
    }
    try (ResultSet inserted = insert.executeQuery()) {
      inserted.next();
      image.set("js", inserted.getString(1));
    }
    return image.build();
  }
}
