package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of answers that no worker of ours gives. */
class WorkerRulesTest {

  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder().encodeToString(("us:" + SECRET).getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;
  private final Map<String, String> answers = new HashMap<>();
  private HttpServer worker;

  @BeforeEach
  void start() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().getPath());
          boolean isKnown = LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isKnown ? answer == null ? 404 : 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    worker.start();
    Map<String, String> settings =
        new DebeziumConnector(
                PostgresServer.in(directory),
                "app",
                "app",
                List.of("public.t", "tributary.heartbeat"))
            .heartbeat(Duration.ofSeconds(1), "INSERT INTO tributary.heartbeat VALUES (1)")
            .with("database.password", SECRET)
            .configuration();
    answers.put("/connectors/app/config", new JsonMapper().writeValueAsString(settings));
    answers.put("/", "{}");
  }

  @AfterEach
  void stop() {
    worker.stop(0);
  }

  @Test
  void reportsADebeziumWithoutTheRepair() {
    status("RUNNING", "RUNNING");
    version("3.7.0.Final");
    assertThat(look())
        .containsExactly(
            "warning connector is Debezium 3.7.0.Final without dbz-repair: some values and snapshot rows are wrong, and nothing shows it");
    version("3.7.0.Final-tributary");
    assertThat(look()).isEmpty();
  }

  @Test
  void reportsAConnectorThatFailedWithoutQuotingItsError() {
    version("3.7.0.Final-tributary");
    status("RUNNING", "FAILED\",\"trace\":\"password=" + SECRET);
    assertThat(look()).containsExactly("problem connector has failed");
    status("UNASSIGNED", "UNASSIGNED");
    assertThat(look()).containsExactly("warning connector does not run: it is UNASSIGNED");
  }

  @Test
  void showsNoEscapeSequencesOfOthers() {
    status("RUNNING", "RUNNING");
    version("\\u001b[31m");
    PreflightRun run = PreflightRun.of(pipeline(), options(url("us:" + SECRET)));
    assertThat(run.out()).contains("is Debezium ?[31m").doesNotContain("\u001b");
  }

  @Test
  void saysWhoMayNotAsk() {
    PreflightRun run = PreflightRun.of(pipeline(), options(url("us:" + SECRET + "x")));
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("/connectors/app/config answers 401; name one who may read it");
    answers.put("/connectors/app/config", "<html>");
    run = PreflightRun.of(pipeline(), options(url("us:" + SECRET)));
    assertThat(run.err()).contains("/connectors/app/config does not answer in JSON");
  }

  private void status(String connector, String task) {
    answers.put(
        "/connectors/app/status",
        "{\"connector\":{\"state\":\"%s\"},\"tasks\":[{\"id\":0,\"state\":\"%s\"}]}"
            .formatted(connector, task));
  }

  private void version(String version) {
    answers.put(
        "/connector-plugins",
        "[{\"class\":\"io.debezium.connector.postgresql.PostgresConnector\",\"version\":\"%s\"}]"
            .formatted(version));
  }

  private List<String> look() {
    return PreflightRun.findings(pipeline(), options(url("us:" + SECRET)));
  }

  private String url(String login) {
    return "http://%s@127.0.0.1:%d/connectors/app".formatted(login, worker.getAddress().getPort());
  }

  private static String[] options(String url) {
    return new String[] {"--only", "connector", "--connector", url};
  }

  private static String pipeline() {
    return """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        tables: { public.t: {} }
        """;
  }
}
