package io.tributary.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.PostgresServer;
import io.tributary.testing.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SchemaHistoryCommandIT {

  @TempDir static Path directory;
  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();
  private static PostgresServer server;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws SQLException {
    server = POSTGRES.server();
    POSTGRES.execute(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE PUBLICATION feed FOR TABLE t",
        "CREATE ROLE plain LOGIN PASSWORD 'secret'",
        "GRANT CREATE ON DATABASE app TO plain");
  }

  @Test
  void installsWhatTheRoleMayAndSaysWhoseTheRestIs() throws Exception {
    assertThat(run("install", "--publication", "feed", "--pipeline", pipeline("plain", "secret")))
        .isEqualTo(3);
    assertThat(err.toString())
        .startsWith(
            "tributary schema-history install: "
                + server.jdbcUrl(TestPostgres.DATABASE)
                + " as plain: ")
        .contains("permission denied to create event trigger")
        .contains("--only triggers")
        .doesNotContain("secret");

    String administrator = pipeline(server.user(), server.password());
    assertThat(run("install", "--only", "triggers", "--pipeline", administrator)).isZero();
    assertThat(eventTriggers()).isEqualTo(3);
    assertThat(run("install", "--publication", "feed", "--pipeline", administrator)).isZero();

    assertThat(run("uninstall", "--pipeline", pipeline("plain", "secret"))).isEqualTo(3);
    assertThat(err.toString()).contains("nothing is removed; run it as the owner");
    assertThat(eventTriggers()).isEqualTo(3);
    assertThat(run("uninstall", "--pipeline", administrator)).isZero();
    assertThat(eventTriggers()).isZero();
  }

  @Test
  void saysWhatIsMissingBeforeItCanInstall() throws Exception {
    String administrator = pipeline(server.user(), server.password());
    assertThat(run("install", "--pipeline", administrator)).isEqualTo(3);
    assertThat(err.toString())
        .contains(
            "publication \"tributary\" does not exist", "name the connector's by --publication");
    assertThat(run("install", "--only", "triggers", "--pipeline", administrator)).isEqualTo(3);
    assertThat(err.toString()).contains("install the functions first");
    POSTGRES.execute("CREATE ROLE poor LOGIN PASSWORD 'secret'");
    assertThat(run("install", "--pipeline", pipeline("poor", "secret"))).isEqualTo(3);
    assertThat(err.toString()).contains("grant the role CREATE on the database");
  }

  /** As several instances of a deployment do that all start with it. */
  @Test
  void installsOnceWhereSeveralDoAtATime() throws Exception {
    String administrator = pipeline(server.user(), server.password());
    List<Integer> exits =
        IntStream.range(0, 8)
            .mapToObj(
                any ->
                    CompletableFuture.supplyAsync(
                        () -> run("install", "--publication", "feed", "--pipeline", administrator),
                        task -> new Thread(task).start()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(exits).as(err.toString()).containsOnly(0);
    assertThat(eventTriggers()).isEqualTo(3);
    assertThat(run("uninstall", "--pipeline", administrator)).isZero();
  }

  @Test
  void printsThePublicationsName() {
    assertThat(run("print", "--publication", "it's")).isZero();
    assertThat(out.toString()).contains("'it''s'").contains("CREATE EVENT TRIGGER");
  }

  @Test
  void wantsToKnowTheDatabase() {
    assertThat(run("install")).isEqualTo(2);
    assertThat(err.toString()).contains("pipeline.yaml");
    assertThat(run("install", "--database", "nonsense")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "schema-history";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandLine command =
        TributaryCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return command.execute(all);
  }

  private static String pipeline(String user, String password) throws Exception {
    Path file = Files.createTempFile(directory, "pipeline", ".yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        database: { url: "%s", user: %s, password: "%s" }
        tables: { public.t: {} }
        """
            .formatted(server.jdbcUrl(TestPostgres.DATABASE), user, password));
    return file.toString();
  }

  private static int eventTriggers() throws SQLException {
    return Integer.parseInt(POSTGRES.ask("SELECT count(*) FROM pg_event_trigger"));
  }
}
