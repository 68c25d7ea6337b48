package io.tributary.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.SchemaRegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a registry again, with pauses that grow, until its answer is clear or patience ends. */
final class PatientClient {

  private static final Logger LOG = LoggerFactory.getLogger(PatientClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCEPTED = "application/vnd.schemaregistry.v1+json, application/json";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String url;
  private final @Nullable String authorization;
  private final Duration patience;
  private final Runnable onFailure;

  /**
   * @param patience how long to wait for an answer before {@link IllegalStateException}
   * @param onFailure called at each attempt that got none
   */
  PatientClient(SchemaRegistryConfig config, Duration patience, Runnable onFailure) {
    this.url = config.url().reveal().replaceFirst("/+$", "");
    this.authorization = authorization(config);
    this.patience = patience;
    this.onFailure = onFailure;
  }

  private static @Nullable String authorization(SchemaRegistryConfig config) {
    if (config.user() == null || config.password() == null) {
      return null;
    }
    String pair = config.user() + ":" + config.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** The registry's address, without a slash at its end. */
  String url() {
    return url;
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).header("Accept", ACCEPTED);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /** The clear answer to a question that is put by one or more calls of {@link #ask}. */
  Answer answer(Supplier<Answer> question) {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    Answer answer = question.get();
    if (answer.failure() != null) {
      LOG.warn("The schema registry {} {}. Waiting for it.", url, answer.failure());
    }
    while (answer.failure() != null) {
      onFailure.run();
      if (System.nanoTime() - start >= patience.toNanos()) {
        throw new IllegalStateException("the schema registry " + url + " " + answer.failure());
      }
      pause(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      answer = question.get();
      if (answer.failure() == null) {
        LOG.info("The schema registry {} answers again.", url);
      }
    }
    return answer;
  }

  /** What the registry says to it now. */
  Answer ask(HttpRequest request, Predicate<Answer> isClear) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), JSON.readTree(response.body()), null);
      return isClear.test(answer)
          ? answer
          : Answer.failed("answers with status " + response.statusCode());
    } catch (JsonProcessingException e) {
      return Answer.failed("does not answer in JSON");
    } catch (IOException e) {
      return Answer.failed("cannot be reached (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the schema registry", e);
  }
}
