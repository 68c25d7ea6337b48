package io.tributary.tools.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import io.tributary.tools.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a real database and of connectors' settings before anything starts. */
class PreflightCommandIT {

  private static final String BEAT =
      "INSERT INTO tributary.heartbeat (id, beat_at) VALUES (1, now())"
          + " ON CONFLICT (id) DO UPDATE SET beat_at = now()";

  @TempDir static Path directory;
  private static PostgresServer server;
  private static int databases;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String database = "";

  @BeforeAll
  static void start() {
    server = PostgresServer.in(directory);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void create() throws SQLException {
    database = "app" + ++databases;
    server.createDatabase(database);
    execute(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE SCHEMA tributary",
        "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, beat_at timestamptz)",
        "CREATE PUBLICATION tributary FOR TABLE t, tributary.heartbeat");
  }

  @Test
  void findsNothingWhereEverythingIsInOrder() throws Exception {
    Path settings = Files.createTempFile(directory, "connector", ".json");
    new JsonMapper().writeValue(settings.toFile(), connector().configuration());
    assertThat(look("public.t: {}", "--connector", settings.toString())).isEmpty();
    assertThat(run("public.t: {}")).isZero();
    assertThat(out.toString()).endsWith("tables: 1, problems: 0, warnings: 0\n");
  }

  @Test
  void tellsWhatKeepsChangesFromBeingTold() throws Exception {
    execute(
        "CREATE TABLE quiet (id int PRIMARY KEY)",
        "CREATE VIEW seen AS SELECT * FROM t",
        "CREATE UNLOGGED TABLE fast (id int PRIMARY KEY)",
        "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (9)",
        "CREATE TABLE \"Odd \"\"name\" (id int)",
        "ALTER PUBLICATION tributary ADD TABLE parts",
        "ALTER PUBLICATION tributary SET (publish = 'insert, update')");
    assertThat(
            look(
                """
                public.t: {}
                  public.quiet: {}
                  public.seen: {}
                  public.fast: {}
                  public.parts: {}
                  public.missing: {}
                  'public.Odd "name': {}
                """))
        .containsExactlyInAnyOrder(
            "problem publication tributary leaves out delete, truncate",
            "problem public.missing is not there",
            "problem public.quiet is not published",
            "problem public.seen is no table, and PostgreSQL publishes nothing else",
            "problem public.fast is unlogged, so that its changes are not told",
            "problem public.parts is partitioned, and the publication tells changes under the names"
                + " of its partitions",
            "problem public.\"Odd \"\"name\" is not published");
    assertThat(out.toString())
        .contains("ALTER PUBLICATION \\\"tributary\\\" ADD TABLE public.\\\"Odd \\\"\\\"name\\\"")
        .contains("SET (publish_via_partition_root = true)");
  }

  @Test
  void tellsWhatRowsDoNotTell() throws Exception {
    execute(
        "ALTER PUBLICATION tributary SET (publish_via_partition_root = true)",
        "CREATE TABLE keyless (a int)",
        "CREATE TABLE whole (a int)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE TABLE indexed (id int PRIMARY KEY, code int NOT NULL UNIQUE)",
        "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_code_key",
        "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (9)",
        "CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (9) TO (19)",
        "ALTER TABLE parts REPLICA IDENTITY FULL",
        "ALTER TABLE part1 REPLICA IDENTITY FULL",
        "CREATE TABLE child (extra int) INHERITS (t)",
        "CREATE TABLE large (id int PRIMARY KEY, bio text, email text)",
        "ALTER PUBLICATION tributary ADD TABLE keyless, whole, indexed, parts, large");
    assertThat(
            look(
                """
                public.t: {}
                  public.keyless: {}
                  public.whole: {}
                  public.indexed: {}
                  public.parts: {}
                  public.large: { pii: { emial: drop } }
                """))
        .containsExactlyInAnyOrder(
            "problem public.keyless has neither a primary key nor REPLICA IDENTITY FULL, so that"
                + " PostgreSQL refuses its updates and deletes, or does not tell which row they are of",
            "warning public.whole has no primary key, so that a change that the connector repeats"
                + " counts twice, and a TRUNCATE is refused",
            "problem public.indexed has an index for its replica identity that lacks columns of the"
                + " primary key, so that deletes do not tell the key",
            "problem public.part2 is not REPLICA IDENTITY FULL as public.parts is, so that old"
                + " values are made up and believed",
            "warning public.t is inherited from by public.child, whose rows are told as its own",
            "warning public.large does not tell large values of [bio, email] that an update leaves"
                + " unchanged where the row's key changes with it",
            "warning public.large has no column emial, which pii names");
    assertThat(out.toString()).contains("did you mean email?");
  }

  @Test
  void tellsOfSlotsThatHoldLog() throws Exception {
    execute(
        "SELECT pg_create_logical_replication_slot('left_3', 'pgoutput')",
        "SELECT pg_create_logical_replication_slot('mine', 'test_decoding')");
    assertThat(look("public.t: {}", "--slot", "mine"))
        .satisfiesExactlyInAnyOrder(
            found ->
                assertThat(found).startsWith("warning slot left_3 is in nobody's use and keeps "),
            found ->
                assertThat(found).isEqualTo("problem slot mine is of the plug-in test_decoding"),
            found ->
                assertThat(found)
                    .startsWith("warning slot mine is not read at present, and keeps "));
    assertThat(out.toString()).contains("SELECT pg_drop_replication_slot('left_3')");
    execute("SELECT pg_drop_replication_slot('left_3'), pg_drop_replication_slot('mine')");
  }

  @Test
  void tellsWhatIsMissingAltogether() throws Exception {
    execute("DROP PUBLICATION tributary");
    assertThat(look("public.t: {}")).containsExactly("problem publication tributary is not there");
    execute("CREATE PUBLICATION other FOR TABLE t", "DROP SCHEMA tributary CASCADE");
    assertThat(look("public.t: {}", "--publication", "other"))
        .containsExactly(
            "problem tributary.heartbeat is not there: while the tables are idle the slot holds its"
                + " log, and windows stand still");
  }

  @Test
  void tellsWhatConnectorsLeaveToDefaults() throws Exception {
    Path settings =
        Files.writeString(
            directory.resolve("defaults.json"),
            """
            {"name": "app", "config": {
              "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
              "database.password": "sesame", "topic.prefix": "other", "publication.name": "tributary",
              "table.include.list": "public\\\\.t,public\\\\.u",
              "value.converter": "org.apache.kafka.connect.json.JsonConverter",
              "value.converter.schemas.enable": "false", "binary.handling.mode": "hex"}}
            """);
    List<String> found = look("public.t: {}", "--connector", settings.toString());
    assertThat(found)
        .contains(
            "problem connector topic.prefix is other, and the pipeline takes it for app",
            "problem connector plugin.name is decoderbufs: the slot is of a plug-in that reads no"
                + " publication",
            "problem connector skipped.operations is t: TRUNCATE is not told",
            "problem connector event.converting.failure.handling.mode is warn: a value that cannot"
                + " be converted becomes NULL",
            "problem connector value.converter.replace.null.with.default is true: where a column"
                + " has a default, NULL is told as that",
            "problem connector decimal.handling.mode is precise, and the pipeline takes it for"
                + " string",
            "problem connector binary.handling.mode is hex, and the pipeline takes it for bytes",
            "problem connector heartbeat.action.query is missing",
            "problem connector table.include.list leaves out tributary.heartbeat");
    assertThat(found).noneMatch(it -> it.contains("leaves out public.t"));
    assertThat(out.toString() + err).doesNotContain("sesame");
  }

  @Test
  void saysWhatCannotBeReached() throws Exception {
    assertThat(run("public.t: {}", "--connector", "http://user:sesame@127.0.0.1:1/connectors/app"))
        .isEqualTo(3);
    assertThat(err.toString())
        .startsWith("tributary preflight: --connector: http://user:")
        .contains("does not answer")
        .doesNotContain("sesame");
    assertThat(run("public.t: {}", "--connector", "none.json")).isEqualTo(3);
    assertThat(err.toString()).contains("none.json cannot be read: there is no such file");
    assertThat(run("public.t: {}", "--database", "postgresql://nobody:sesame@127.0.0.1:1/app"))
        .isEqualTo(3);
    assertThat(err.toString())
        .contains("cannot look at jdbc:postgresql://127.0.0.1:1/app as nobody")
        .doesNotContain("sesame");
  }

  @Test
  void tellsWhatKeepsAJobFromReadingDirectly() throws Exception {
    execute("CREATE TABLE keyless (a int)");
    Path file =
        pipeline(
            "postgres: { slot: s, publication: none, accept-known-defects: true }",
            "public.keyless: {}");
    assertThat(command("preflight", "--pipeline", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("no publication none for insert, update, delete and truncate\n         -> create")
        .contains("public.keyless has no primary key");
    assertThat(command("preflight", "--slot", "s", "--pipeline", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("names slot and publication itself");
  }

  private DebeziumConnector connector() {
    return new DebeziumConnector(
            server, database, "app", List.of("public.t", "tributary.heartbeat"))
        .heartbeat(Duration.ofSeconds(1), BEAT);
  }

  /** What is found, each as {@code level about problem}. */
  private List<String> look(String tables, String... options) throws Exception {
    out.getBuffer().setLength(0);
    String[] all = new String[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--json";
    int exit = run(tables, all);
    assertThat(err.toString()).isEmpty();
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(exit).isEqualTo(json.get("problems").asInt() == 0 ? 0 : 1);
    List<String> found = new ArrayList<>();
    for (JsonNode each : json.get("findings")) {
      assertThat(each.get("remedy").asText()).isNotEmpty();
      found.add(
          "%s %s %s"
              .formatted(
                  each.get("level").asText(),
                  each.get("about").asText(),
                  each.get("problem").asText()));
    }
    return found;
  }

  private int run(String tables, String... options) throws Exception {
    Path file = pipeline("kafka: { bootstrap-servers: \"none:1\", topic-prefix: app }", tables);
    List<String> all = new ArrayList<>(List.of("preflight", "--pipeline", file.toString()));
    all.addAll(List.of(options));
    return command(all.toArray(String[]::new));
  }

  private int command(String... arguments) {
    return TributaryCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Path pipeline(String source, String tables) throws Exception {
    Path file = Files.createTempFile(directory, "pipeline", ".yaml");
    return Files.writeString(
        file,
        """
        version: 1
        source: { %s }
        database: { url: "%s", user: %s, password: "%s" }
        tables:
          %s
        """
            .formatted(source, server.jdbcUrl(database), server.user(), server.password(), tables));
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
