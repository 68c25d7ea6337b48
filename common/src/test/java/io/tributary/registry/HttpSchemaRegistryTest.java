package io.tributary.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tributary.config.ConnectionUrl;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry's answers, from a server that gives whatever answer a test wants. */
@Timeout(60)
class HttpSchemaRegistryTest {

  private record Answer(int status, String body) {}

  private static final Answer FOUND = new Answer(200, "{\"schema\":\"\\\"string\\\"\"}");
  private static final Duration PATIENT = Duration.ofSeconds(50);

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String subjects = "[\"another\"]";
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = answer(exchange.getRequestURI().getPath());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private Answer answer(String path) {
    if (path.equals("/base/subjects")) {
      return new Answer(200, subjects);
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private HttpSchemaRegistry registry(Duration patience) {
    return registry(patience, failures::incrementAndGet);
  }

  private HttpSchemaRegistry registry(Duration patience, Runnable onFailure) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/base/";
    return new HttpSchemaRegistry(
        new SchemaRegistryConfig(new ConnectionUrl(url), "me", new Secret("sesame")),
        patience,
        onFailure);
  }

  @Test
  void asksForEachSchemaOnce() {
    answers.add(FOUND);
    HttpSchemaRegistry registry = registry(PATIENT);

    assertThat(registry.avroSchema(7)).isEqualTo("\"string\"");
    assertThat(registry.avroSchema(7)).isEqualTo("\"string\"");
    assertThat(asked).containsExactly("/base/schemas/ids/7 Basic bWU6c2VzYW1l");
    assertThat(failures).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 500, 503})
  void asksAgainUntilThereIsAnAnswer(int status) {
    answers.add(new Answer(status, "{\"message\":\"go away\"}"));
    answers.add(new Answer(status, "<html>"));
    answers.add(new Answer(200, "{}"));
    answers.add(FOUND);

    assertThat(registry(PATIENT).avroSchema(7)).isEqualTo("\"string\"");
    assertThat(failures).hasValue(3);
  }

  @Test
  void waitsForARegistryThatIsDown() throws Exception {
    int port = server.getAddress().getPort();
    server.stop(0);
    CountDownLatch failed = new CountDownLatch(1);
    HttpSchemaRegistry registry = registry(PATIENT, failed::countDown);
    FutureTask<String> answer = new FutureTask<>(() -> registry.avroSchema(7));
    new Thread(answer).start();
    failed.await();
    assertThat(answer.isDone()).isFalse();

    answers.add(FOUND);
    HttpServer again = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    again.createContext(
        "/",
        exchange -> {
          byte[] body = FOUND.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(FOUND.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    again.start();
    try {
      assertThat(answer.get()).isEqualTo("\"string\"");
    } finally {
      again.stop(0);
    }
  }

  @Test
  void losesPatienceWhereItHasAnEnd() {
    answers.add(new Answer(500, "{}"));

    assertThatThrownBy(() -> registry(Duration.ZERO).avroSchema(7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("status 500")
        .message()
        .doesNotContain("sesame");
  }

  @Test
  void endsItsWaitWhenItIsInterrupted() throws Exception {
    answers.add(new Answer(500, "{}"));
    CountDownLatch failed = new CountDownLatch(1);
    HttpSchemaRegistry registry = registry(HttpSchemaRegistry.FOR_EVER, failed::countDown);
    FutureTask<String> answer = new FutureTask<>(() -> registry.avroSchema(7));
    Thread waiting = new Thread(answer);
    waiting.start();
    failed.await();

    waiting.interrupt();

    assertThatThrownBy(answer::get).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void registersASchemaOnceItIsAnswered() {
    answers.add(new Answer(503, "{}"));
    answers.add(new Answer(404, "<html>"));
    answers.add(new Answer(200, "{\"id\":12}"));

    assertThat(registry(PATIENT).register("a topic-key", "\"string\"")).isEqualTo(12);
    assertThat(asked).last().asString().startsWith("/base/subjects/a+topic-key/versions ");
    assertThat(failures).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 422})
  void saysWhyTheRegistryRefusesASchema(int status) {
    answers.add(new Answer(status, "{\"error_code\":" + status + ",\"message\":\"too new\"}"));

    assertThatThrownBy(() -> registry(PATIENT).register("t-value", "\"string\""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refuses the schema of subject t-value: too new; ");
  }

  @Test
  void hasNoSchemaWhereTheRegistrySaysSo() {
    answers.add(new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));
    answers.add(new Answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"));
    answers.add(FOUND);
    HttpSchemaRegistry registry = registry(PATIENT);

    assertThat(registry.avroSchema(7)).isNull();
    assertThat(registry.avroSchema(7)).isNull();
    assertThat(registry.avroSchema(7)).isEqualTo("\"string\"");
    assertThat(failures).hasValue(0);
  }

  @Test
  void waitsForARegistryThatHasNothing() {
    subjects = "[]";
    answers.add(new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));
    HttpSchemaRegistry waiting =
        registry(
            PATIENT,
            () -> {
              failures.incrementAndGet();
              answers.add(FOUND);
            });

    assertThat(waiting.avroSchema(7)).isEqualTo("\"string\"");
    assertThat(failures).hasPositiveValue();
  }
}
