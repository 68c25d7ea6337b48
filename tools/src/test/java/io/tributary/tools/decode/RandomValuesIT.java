package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.testing.TestCapture;
import io.tributary.tools.decode.RandomColumns.Column;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random values of every type, written to PostgreSQL, through the real connector in several of its
 * modes, half in the snapshot and half in the stream: what the command shows is what PostgreSQL
 * says of the value, or it is named as unknown where the mode cannot tell it.
 */
@Timeout(240)
class RandomValuesIT {

  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());
  private static final int ROWS = Integer.getInteger("tributary.rows", 250);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final List<String> TABLES =
      List.of("public.v", "public.lost", "public.big", "public.near");

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();
  @TempDir static Path directory;
  private static CapturedDatabase database;

  @BeforeAll
  static void captureInEveryMode() throws Exception {
    System.out.println("-Dtributary.seed=" + SEED);
    database = new CapturedDatabase(CAPTURE, directory);
    database.execute(RandomColumns.PREPARATION);
    database.execute("create table v (id int primary key, " + RandomColumns.declared() + ")");
    database.execute(LostValues.TABLE);
    database.execute(LargeArrays.TABLE);
    database.execute(NearTimes.TABLE);
    database.execute("create publication tributary for table v, lost, big, near");
    Random random = new Random(SEED);
    insert(random, 1, ROWS / 2);
    database.execute(LostValues.row(1));
    database.execute(LargeArrays.ROWS);
    database.execute(NearTimes.rows(SEED, 1, ROWS / 2));
    for (ConnectorMode mode : ConnectorMode.values()) {
      database.capture(mode, TABLES);
      database.awaitRecords(mode, "v", ROWS / 2);
      database.awaitRecords(mode, "lost", 1);
      database.awaitRecords(mode, "big", 2);
    }
    insert(random, ROWS / 2 + 1, ROWS - 1);
    database.execute(LostValues.row(2));
    database.execute(LargeArrays.UPDATE);
    database.execute(NearTimes.rows(SEED, ROWS / 2 + 1, ROWS));
    database.execute("alter type mood add value 'elated'");
    database.execute("insert into v (id, mood) values (" + ROWS + ", 'elated')");
  }

  private static void insert(Random random, int from, int to) throws SQLException {
    String values =
        RandomColumns.COLUMNS.stream()
            .map(column -> "cast(? as " + column.type() + ")")
            .collect(Collectors.joining(", "));
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement("insert into v values (?, " + values + ")")) {
      for (int id = from; id <= to; id++) {
        insert.setInt(1, id);
        int index = 2;
        for (Column column : RandomColumns.COLUMNS) {
          insert.setString(index++, RandomColumns.value(column, random));
        }
        insert.executeUpdate();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isShownAsPostgresSaysOrNamedAsUnknown(ConnectorMode mode) throws Exception {
    database.awaitRecords(mode, "v", ROWS);
    Map<Integer, JsonNode> expected = truth();
    Set<String> unavailable = new TreeSet<>();
    Map<String, List<String>> differences = new TreeMap<>();
    List<String> lines = database.decode(mode, "v");
    assertThat(lines).hasSize(ROWS);
    for (String line : lines) {
      JsonNode change = JSON.readTree(line).path("change");
      assertThat(change.isObject()).as("seed %d: %s", SEED, line).isTrue();
      change.path("unavailable").forEach(name -> unavailable.add(name.asText()));
      JsonNode truth = expected.get(change.path("key").path("id").asInt());
      ShownValues.compare(Objects.requireNonNull(truth), change.path("after"), differences);
    }
    assertThat(differences).as("%s, -Dtributary.seed=%d", mode, SEED).isEmpty();
    assertThat(unavailable).as("%s, -Dtributary.seed=%d", mode, SEED).isEqualTo(mode.unavailable());
  }

  @ParameterizedTest
  @EnumSource(names = {"NANOSECONDS", "MICROSECONDS_WITH_SCHEMAS", "STRUCTURED"})
  void nearTimesAreShownInEveryUnit(ConnectorMode mode) throws Exception {
    database.awaitRecords(mode, "near", ROWS);
    List<JsonNode> shown = new ArrayList<>();
    for (String line : database.decode(mode, "near")) {
      shown.add(after(line, "change"));
    }
    List<JsonNode> truth = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NearTimes.TRUTH)) {
      while (row.next()) {
        truth.add(JSON.readTree(row.getString(1)));
      }
    }
    assertThat(shown).as("-Dtributary.seed=%d", SEED).isEqualTo(truth);
  }

  /** A test that fails because Debezium has become better is good news for the documentation. */
  @Test
  void whatIsLostIsWhatTheDocumentationSays() throws Exception {
    database.awaitRecords(ConnectorMode.PINNED, "lost", 2);
    List<String> lines = database.decode(ConnectorMode.PINNED, "lost");
    assertThat(after(lines.get(0), "change")).isEqualTo(JSON.readTree(LostValues.shown(1)));
    assertThat(after(lines.get(1), "change")).isEqualTo(JSON.readTree(LostValues.shown(2)));
    assertThat(lines).allMatch(line -> line.contains("\"unavailable\":[\"nulls\",\"grid\"]"));
  }

  /** The connector has no value of them then. */
  @ParameterizedTest
  @EnumSource
  void largeArraysThatAnUpdateLeavesUnchangedAreKept(ConnectorMode mode) throws Exception {
    database.awaitRecords(mode, "big", 4);
    List<String> lines = database.decode(mode, "big", "--transitions");
    ObjectNode kept = after(lines.get(0), "transition");
    kept.remove(mode.unkept());
    assertThat(after(lines.get(2), "transition")).isEqualTo(kept.put("revision", 1));
    assertThat(after(lines.get(3), "transition"))
        .isEqualTo(after(lines.get(1), "transition").put("revision", 1));
  }

  private static ObjectNode after(String line, String kind) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(line).path(kind).path("after");
  }

  private static Map<Integer, JsonNode> truth() throws SQLException, JsonProcessingException {
    Map<Integer, JsonNode> rows = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone to 'UTC'");
      statement.execute("set intervalstyle to iso_8601");
      try (ResultSet row =
          statement.executeQuery("select id, " + RandomColumns.shown() + " from v")) {
        while (row.next()) {
          rows.put(row.getInt(1), JSON.readTree(row.getString(2)));
        }
      }
    }
    return rows;
  }
}
