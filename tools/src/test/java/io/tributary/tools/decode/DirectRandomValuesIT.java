package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.direct.PostgresChangeSource;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.CollectingSink;
import io.tributary.tools.decode.RandomColumns.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random values of every type, written to PostgreSQL and read without Kafka, half in the snapshot
 * and half in the stream: what a job gets is what PostgreSQL says of the value, or is unknown where
 * the documentation says so.
 */
@Timeout(240)
class DirectRandomValuesIT {

  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());
  private static final int ROWS = Integer.getInteger("tributary.rows", 250);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final TableId VALUES = TableId.parse("public.v");
  private static final TableId EXTREMES = TableId.parse("public.extremes");

  /**
   * A column of a type with which a job is refused at its start, and one of which the texts are
   * told in their own time zones; each with a type in which it is NULL for PostgreSQL.
   */
  private static final Map<String, String> LEFT_OUT =
      Map.of("zonedlist", "timetz[]", "feelings", "text[]");

  private static final List<Column> COLUMNS =
      RandomColumns.COLUMNS.stream().filter(it -> !LEFT_OUT.containsKey(it.name())).toList();

  @TempDir static Path directory;
  private static PostgresServer postgres;
  private static final CollectingSink<RowTransition> TRANSITIONS = new CollectingSink<>();
  private static final CollectingSink<DeadLetter> DEAD_LETTERS = new CollectingSink<>();

  @BeforeAll
  static void readDirectly() throws Exception {
    System.out.println("-Dtributary.seed=" + SEED);
    postgres = PostgresServer.in(directory.resolve("postgres"));
    postgres.start();
    postgres.createDatabase("app");
    execute(
        "create schema tributary;"
            + "create table tributary.heartbeat (id int primary key, beat_at timestamptz)");
    execute(RandomColumns.PREPARATION);
    // One over an enum keeps the connector from starting.
    execute("drop domain feeling");
    execute(
        COLUMNS.stream()
            .map(column -> ", " + column.name() + " " + column.type())
            .collect(Collectors.joining("", "create table v (id int primary key", ")")));
    execute("alter table v replica identity full");
    execute(
        """
        create table extremes (id int primary key, nan numeric, inf numeric, sub numeric(9, 2),
          day date, clock time, moment timestamp, instant timestamptz, days date[], nulls int[])""");
    execute("alter table extremes replica identity full");
    execute("create publication tributary for all tables");
    Random random = new Random(SEED);
    insert(random, 1, ROWS / 2);
    insertExtremes(1);
    JobClient job = start();
    TRANSITIONS.await(all -> all.size() == ROWS / 2 + 1);
    insert(random, ROWS / 2 + 1, ROWS - 1);
    insertExtremes(2);
    execute("alter type mood add value 'elated'");
    execute("insert into v (id, mood) values (" + ROWS + ", 'elated')");
    TRANSITIONS.await(all -> all.size() + DEAD_LETTERS.collected().size() >= ROWS + 2);
    job.cancel().get();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static JobClient start() throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source:
              postgres:
                { slot: random, publication: tributary, heartbeat-every: 1s, accept-known-defects: true }
            database: { url: "%s", user: "%s", password: "%s" }
            tables: { public.v: {}, public.extremes: {} }
            """
                .formatted(postgres.jdbcUrl("app"), postgres.user(), postgres.password()));
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1));
    env.enableCheckpointing(300);
    Ports ports = new Ports(PostgresChangeSource.of(config), DEAD_LETTERS);
    try (ChangeStream stream = ChangeStream.open(env, config, ports, config.tables().keySet())) {
      stream
          .transitions(Map.of(VALUES, Set.of(), EXTREMES, Set.of()))
          .sinkTo(TRANSITIONS)
          .uid("transitions");
    }
    return env.executeAsync("random values");
  }

  private static void insertExtremes(int id) throws SQLException {
    execute(
        """
        insert into extremes values (%d, 'NaN', 'Infinity', 'NaN', '0044-03-15 BC', '24:00',
          '1360-11-09 06:33:47.000001', '0044-03-15 12:00:00+00 BC', '{"0044-03-15 BC"}', '{NULL}')
        """
            .formatted(id));
  }

  private static void insert(Random random, int from, int to) throws SQLException {
    String values =
        COLUMNS.stream()
            .map(column -> "cast(? as " + column.type() + ")")
            .collect(Collectors.joining(", "));
    try (Connection connection = postgres.connect("app");
        PreparedStatement insert =
            connection.prepareStatement("insert into v values (?, " + values + ")")) {
      for (int id = from; id <= to; id++) {
        insert.setInt(1, id);
        int index = 2;
        for (Column column : COLUMNS) {
          insert.setString(index++, RandomColumns.value(column, random));
        }
        insert.executeUpdate();
      }
    }
  }

  @Test
  void isReadAsPostgresSaysOrIsUnknown() throws Exception {
    Map<Integer, JsonNode> expected = truth();
    Set<String> unavailable = new TreeSet<>();
    Map<String, List<String>> differences = new TreeMap<>();
    List<JsonNode> told = told(VALUES);
    for (JsonNode transition : told) {
      transition.path("unknown").forEach(name -> unavailable.add(name.asText()));
      JsonNode truth = expected.get(transition.path("key").path("id").asInt());
      ShownValues.compare(Objects.requireNonNull(truth), transition.path("after"), differences);
    }
    assertThat(DEAD_LETTERS.collected()).as("-Dtributary.seed=%d", SEED).isEmpty();
    assertThat(told).hasSize(ROWS);
    assertThat(differences).as("-Dtributary.seed=%d", SEED).isEmpty();
    assertThat(unavailable).as("-Dtributary.seed=%d", SEED).containsExactly("bits10");
  }

  @Test
  void whatHasNoLikeAmongTheRestIsReadToo() throws Exception {
    List<JsonNode> told = told(EXTREMES);
    assertThat(told)
        .hasSize(2)
        .allMatch(made -> made.path("unknown").toString().equals("[\"nulls\"]"));
    for (int id = 1; id <= 2; id++) {
      assertThat(told.get(id - 1).path("after").toString())
          .isEqualTo(
              """
              {"id":%d,"nan":"NaN","inf":"Infinity","sub":"NaN","day":"-0043-03-15",\
              "clock":"24:00:00","moment":"1360-11-09T06:33:47.000001",\
              "instant":"-0043-03-15T12:00:00Z","days":["-0043-03-15"]}"""
                  .formatted(id));
    }
  }

  private static List<JsonNode> told(TableId table) throws IOException {
    List<JsonNode> told = new ArrayList<>();
    for (RowTransition made : TRANSITIONS.collected()) {
      if (made.table().equals(table)) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        RecordJson json = new RecordJson(line);
        json.transition(1, made);
        json.flush();
        told.add(JSON.readTree(line.toString(StandardCharsets.UTF_8)).path("transition"));
      }
    }
    return told;
  }

  private static Map<Integer, JsonNode> truth() throws SQLException, JsonProcessingException {
    Map<Integer, JsonNode> rows = new HashMap<>();
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone to 'UTC'");
      statement.execute("set intervalstyle to iso_8601");
      try (ResultSet row =
          statement.executeQuery(
              "select id, "
                  + RandomColumns.shown()
                  + LEFT_OUT.entrySet().stream()
                      .map(column -> ", null::" + column.getValue() + " as " + column.getKey())
                      .collect(Collectors.joining("", " from (select *", " from v) as v")))) {
        while (row.next()) {
          rows.put(row.getInt(1), JSON.readTree(row.getString(2)));
        }
      }
    }
    return rows;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
