package io.tributary.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.decode.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry with Confluent's interface: {@code GET /schemas/ids/1} answers {@code
 * {"schema":"..."}}. Schemas never change, so each is asked for once.
 *
 * <p>Whatever is no clear answer (nothing at all, an error of the server, a refusal to let us in)
 * is asked for again, with pauses that grow, for as long as patience lasts. For one thread.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">The
 *     registry's interface</a>
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  /** For those who can only wait: a job, which holds its place until the registry is back. */
  public static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final Logger LOG = LoggerFactory.getLogger(HttpSchemaRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
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
  private final Map<Integer, String> schemas = new HashMap<>();

  /**
   * @param patience how long to wait for an answer before {@link IllegalStateException}
   * @param onFailure called at each attempt that got none
   */
  public HttpSchemaRegistry(SchemaRegistryConfig config, Duration patience, Runnable onFailure) {
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

  @Override
  public @Nullable String avroSchema(int id) {
    String known = schemas.get(id);
    if (known != null) {
      return known;
    }
    String schema = answer(request(id)).schema();
    if (schema != null) {
      schemas.put(id, schema);
    }
    return schema;
  }

  private HttpRequest request(int id) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id))
            .timeout(TIMEOUT)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    return (authorization == null ? request : request.header("Authorization", authorization))
        .build();
  }

  /** The registry's clear answer. */
  private Answer answer(HttpRequest request) {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    Answer answer = ask(request);
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
      answer = ask(request);
      if (answer.failure() == null) {
        LOG.info("The schema registry {} answers again.", url);
      }
    }
    return answer;
  }

  private Answer ask(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return Answer.of(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      return Answer.failed("answers what is no JSON");
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

  /**
   * What the registry said.
   *
   * @param schema null where it has no Avro schema of the number
   * @param failure why that is not clear, null where it is
   */
  private record Answer(@Nullable String schema, @Nullable String failure) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    static Answer failed(String failure) {
      return new Answer(null, failure);
    }

    static Answer of(int status, JsonNode body) {
      if (status == OK && body.path("schema").isTextual()) {
        boolean avro = body.path("schemaType").asText("AVRO").equals("AVRO");
        return new Answer(avro ? body.path("schema").asText() : null, null);
      } else if (status == NOT_FOUND && body.has("error_code")) {
        // A proxy, or a registry under another path, says 404 in other words.
        return new Answer(null, null);
      }
      return failed("answers with status " + status);
    }
  }
}
