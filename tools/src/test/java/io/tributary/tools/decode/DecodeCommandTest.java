package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out for what goes in; times in the input are 2026-02-28 12:00:00.123456 UTC. */
class DecodeCommandTest {

  private static final long COMMIT = 0x16B3700;
  private static final long LSN = 0x16B3748;
  private static final String TOPIC = "app.public.users";
  private static final String UNAVAILABLE = "\"__debezium_unavailable_value\"";
  private static final String TAIL =
      "\"position\":{\"lsn\":\"0/16B3748\",\"commitPosition\":\"0/16B3700\",\"txId\":733,"
          + "\"snapshot\":\"none\"},\"committedAt\":\"2026-02-28T12:00:00.123456Z\"}}";

  @TempDir Path directory;
  private String pipeline;

  @BeforeEach
  void declareTheTable() throws IOException {
    pipeline = pipeline("key: [id], columns: { id: int, email: text, bio: text }");
  }

  private String pipeline(String table) throws IOException {
    String yaml =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
        tables: { public.users: { %s } }
        pii: { hmac: { current: k1, keys: { k1: 0123456789abcdef } } }
        """;
    return Files.writeString(directory.resolve("pipeline.yaml"), yaml.formatted(table)).toString();
  }

  @Test
  void printsAnUpdateAndNamesWhatItDoesNotCarry() {
    String update =
        Kcat.change(
            'u',
            COMMIT,
            LSN,
            "{\"id\":1}",
            null,
            "{\"id\":1,\"email\":null,\"bio\":" + UNAVAILABLE + "}");

    assertThat(Run.of(update, "--pipeline", pipeline).line())
        .isEqualTo(
            "{\"change\":{\"table\":\"public.users\",\"op\":\"UPDATE\",\"key\":{\"id\":1},"
                + "\"before\":null,\"after\":{\"id\":1,\"email\":null},\"unavailable\":[\"bio\"],"
                + TAIL);
  }

  @Test
  void leavesOutOfBeforeWhatTheConnectorInvented() {
    String delete =
        Kcat.change('d', COMMIT, LSN, "{\"id\":1}", "{\"id\":1,\"email\":\"\",\"bio\":null}", null);

    assertThat(Run.of(delete, "--pipeline", pipeline).line())
        .isEqualTo(
            "{\"change\":{\"table\":\"public.users\",\"op\":\"DELETE\",\"key\":{\"id\":1},"
                + "\"before\":{\"id\":1},\"after\":null,\"unavailable\":[\"email\",\"bio\"],"
                + TAIL);
  }

  @Test
  void namesColumnsThatNobodyDescribes() {
    String create = Kcat.change('c', COMMIT, LSN, "{\"id\":1}", null, "{\"id\":1,\"new\":2}");

    assertThat(Run.of(create, "--pipeline", pipeline).line())
        .contains("\"after\":{\"id\":1},\"unavailable\":[],\"undescribed\":[\"new\"],");
  }

  @Test
  void printsTruncateWithoutARow() {
    String truncate = Kcat.line(TOPIC, null, Kcat.payload('t', COMMIT, LSN, null, null));

    assertThat(Run.of(truncate).line())
        .isEqualTo(
            "{\"change\":{\"table\":\"public.users\",\"op\":\"TRUNCATE\",\"key\":null,"
                + "\"before\":null,\"after\":null,\"unavailable\":[],"
                + TAIL);
  }

  @ParameterizedTest
  @CsvSource({"true,initial", "last,initial", "first_in_data_collection,initial", "false,none"})
  void tellsSnapshotsApart(String marker, String kind) {
    String read =
        Kcat.payload('r', 0, LSN, null, "{\"id\":1}")
            .replace("\"snapshot\":\"false\"", "\"snapshot\":\"" + marker + "\"")
            .replace("[\"0\"", "[null");

    assertThat(Run.of(Kcat.line(TOPIC, "{\"id\":1}", read), "--pipeline", pipeline).line())
        .contains("\"op\":\"READ\"")
        .contains("\"lsn\":\"0/16B3748\",\"commitPosition\":null,\"txId\":733,")
        .contains("\"snapshot\":\"" + kind + "\"}");
  }

  @Test
  void readsTheRowsOfAnIncrementalSnapshot() {
    String read =
        Kcat.payload('r', COMMIT, LSN, null, "{\"id\":1}")
            .replace("\"snapshot\":\"false\"", "\"snapshot\":\"incremental\"")
            .replace("\"lsn\":" + LSN, "\"lsn\":null")
            .replace("\"txId\":733", "\"txId\":null");

    assertThat(Run.of(Kcat.line(TOPIC, "{\"id\":1}", read), "--pipeline", pipeline).line())
        .contains(
            "\"position\":{\"lsn\":null,\"commitPosition\":\"0/16B3700\",\"txId\":null,"
                + "\"snapshot\":\"incremental\"}");
  }

  @Test
  void saysWhyARecordIsNoChange() {
    String input =
        Kcat.line(TOPIC, "{\"id\":1}", null)
            + Kcat.line("__debezium-heartbeat.app", "{}", "{\"ts_ms\":1}")
            + Kcat.line("app.transaction", "{\"id\":\"7\"}", "{\"status\":\"BEGIN\"}")
            + Kcat.line("app.message", "{}", Kcat.payload('m', COMMIT, LSN, null, null));

    assertThat(Run.of(input).lines())
        .containsExactly(
            "{\"skipped\":{\"reason\":\"tombstone\"}}",
            "{\"skipped\":{\"reason\":\"heartbeat\"}}",
            "{\"skipped\":{\"reason\":\"transaction\"}}",
            "{\"skipped\":{\"reason\":\"message\"}}");
  }

  @Test
  void rejectsWhatItCannotReadAndGoesOn() {
    String create = Kcat.change('c', COMMIT, LSN, "{\"id\":1}", null, "{\"id\":1}");
    Run run =
        Run.of(
            Kcat.line(TOPIC, null, "{oops")
                + create
                + Kcat.change('x', COMMIT, LSN, "{\"id\":1}", null, "{\"id\":1}"));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).startsWith("{\"rejected\":{\"code\":\"MALFORMED_JSON\",");
    assertThat(run.lines().get(1))
        .startsWith(
            "{\"rejected\":{\"code\":\"UNKNOWN_TABLE\",\"table\":\"public.users\",\"detail\":\"");
    assertThat(run.lines().get(2)).startsWith("{\"rejected\":{\"code\":\"UNKNOWN_OP\",");
  }

  @Test
  void linksTheHalvesOfAKeyChange() {
    String create =
        Kcat.change('c', COMMIT, LSN, "{\"id\":2}", null, "{\"id\":2}")
            .replace(
                "\"headers\":[]",
                "\"headers\":[\"__debezium.oldkey\",\"{\\\"id\\\":1}\",\"other\",null]");

    assertThat(Run.of(create, "--pipeline", pipeline).line())
        .contains("\"key\":{\"id\":2},\"linkedKey\":{\"id\":1},\"before\":null");
  }

  @Test
  void protectsWhatThePipelineProtectsUnlessTold() throws IOException {
    pipeline =
        pipeline(
            "key: [id], columns: { id: int, email: text, bio: text },"
                + " pii: { id: hmac, email: { mask: { keep-last: 2 } }, bio: drop }");
    String create =
        Kcat.change(
            'c', COMMIT, LSN, "{\"id\":1}", null, "{\"id\":1,\"email\":\"a@b.io\",\"bio\":\"x\"}");

    Run safe = Run.of(create, "--pipeline", pipeline);
    assertThat(safe.line())
        .containsPattern(
            "\"key\":\\{\"id\":\"k1:[\\w-]{43}\"},\"before\":null,"
                + "\"after\":\\{\"id\":\"k1:[\\w-]{43}\",\"email\":\"\\*\\*\\*io\"},\"unavailable\":\\[]");
    assertThat(Run.of(create, "--pipeline", pipeline, "--clear").line())
        .contains("\"key\":{\"id\":1},\"before\":null,\"after\":{\"id\":1,\"email\":\"a@b.io\",");
  }

  @Test
  void takesTheConnectorsSettings() throws IOException {
    pipeline = pipeline("key: [id], columns: { id: int, email: text, bio: timestamp(3) }");
    String create =
        Kcat.change(
            'c', COMMIT, LSN, "{\"id\":1}", null, "{\"id\":1,\"email\":\"?\",\"bio\":1000}");

    assertThat(
            Run.of(
                    create,
                    "--pipeline",
                    pipeline,
                    "--placeholder",
                    "hex:3F",
                    "--time-precision",
                    "connect")
                .line())
        .contains(
            "\"after\":{\"id\":1,\"bio\":\"1970-01-01T00:00:01\"},\"unavailable\":[\"email\"]");
    String transaction = Kcat.line("app.transaction", null, "{\"source\":1}");
    assertThat(Run.of(transaction, "--topic-prefix", "app").line())
        .isEqualTo("{\"skipped\":{\"reason\":\"transaction\"}}");
  }
}
