package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of rights, and of what cannot be reached. */
class PreflightAccessIT {

  @RegisterExtension static final SourceDatabase DATABASE = new SourceDatabase();

  @Test
  void reportsRightsThatTheConnectorsRoleLacks() throws Exception {
    DATABASE.execute(
        "CREATE TABLE apart (id int PRIMARY KEY, v int)",
        "ALTER TABLE apart ENABLE ROW LEVEL SECURITY",
        "ALTER PUBLICATION tributary ADD TABLE apart",
        "DROP ROLE IF EXISTS feed",
        "CREATE ROLE feed",
        "GRANT SELECT (id) ON t TO feed",
        "GRANT SELECT ON apart TO feed",
        "GRANT USAGE ON SCHEMA tributary TO feed",
        "GRANT SELECT, INSERT ON tributary.heartbeat TO feed");
    String tables = "public.t: {}\n  public.apart: {}";
    assertThat(DATABASE.look(tables, "--role", "feed"))
        .containsExactlyInAnyOrder(
            "problem role feed may not read a replication slot",
            "problem role feed may not log in to the database",
            "problem public.t may not be used by role feed: it lacks SELECT",
            "problem public.apart has row-level security, which leaves rows out of the snapshot of"
                + " role feed",
            "problem tributary.heartbeat may not be used by role feed: it lacks UPDATE");
    DATABASE.execute(
        "ALTER ROLE feed LOGIN REPLICATION BYPASSRLS",
        "GRANT SELECT (v) ON t TO feed",
        "GRANT UPDATE ON tributary.heartbeat TO feed");
    assertThat(DATABASE.look(tables, "--role", "feed")).isEmpty();
    assertThat(DATABASE.look("public.t: {}", "--connector", DATABASE.settings("feed").toString()))
        .isEmpty();
    DATABASE.execute("DROP OWNED BY feed", "DROP ROLE feed");
    assertThat(DATABASE.look("public.t: {}", "--role", "feed"))
        .containsExactly("problem role feed is not there");
    assertThat(
            DATABASE.look(
                "public.t: {}",
                "--connector",
                DATABASE.settings("${file:/secrets:user}").toString()))
        .containsExactly(
            "warning connector database.user does not name its role, so that its rights are not"
                + " checked");
  }

  @Test
  void reportsThatThereIsNoRoomForASlot() throws Exception {
    DATABASE.execute(
        "SELECT pg_create_logical_replication_slot('full_' || i, 'pgoutput') FROM generate_series(1,"
            + " current_setting('max_replication_slots')::int) i");
    assertThat(DATABASE.look("public.t: {}", "--slot", "mine"))
        .contains(
            "problem max_replication_slots is reached, so that the connector cannot make its slot");
    assertThat(DATABASE.look("public.t: {}", "--slot", "full_1"))
        .noneMatch(found -> found.contains("max_replication_slots"));
    DATABASE.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
  }

  @Test
  void saysWhatCannotBeReachedAndLooksAtTheRest() {
    PreflightRun run =
        DATABASE.run(
            "public.t: {}\n  public.gone: {}",
            "--connector",
            "http://user:" + SECRET + "@127.0.0.1:1/connectors/app",
            "--publication",
            "tributary");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("--connector: http://127.0.0.1:1/").contains("does not answer");
    assertThat(run.out()).contains("public.gone is not there");
    String url = "postgresql://nobody:" + SECRET + "@127.0.0.1:1/app";
    run = DATABASE.run("public.t: {}", "--database", url, "--connector", "none.json");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("none.json cannot be read: there is no such file");
    run = DATABASE.run("public.t: {}", "--database", url);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("cannot look at jdbc:postgresql://127.0.0.1:1/app as nobody");
    url = DATABASE.url() + "?sslmode=require&user=u&password=" + SECRET;
    run = DATABASE.run("public.t: {}", "--json", "--database", url);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).contains("\"unreachable\":[\"cannot look at").contains("SSL");
  }

  @Test
  void reportsWhatKeepsAJobFromReadingDirectly() throws Exception {
    DATABASE.execute("CREATE TABLE keyless (a int)");
    String pipeline =
        DATABASE.pipeline(
            "postgres: { slot: s, publication: none, accept-known-defects: true }",
            "public.keyless: {}");
    PreflightRun run = PreflightRun.of(pipeline);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("no publication none for insert, update, delete and truncate\n         -> create")
        .contains("public.keyless has no primary key");
    run = PreflightRun.of(pipeline, "--slot", "s");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("names slot and publication itself");
  }
}
