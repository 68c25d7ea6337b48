package io.tributary.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.decode.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry with Confluent's interface: {@code GET /schemas/ids/1} answers {@code
 * {"schema":"..."}}. Schemas never change, so each is asked for once. {@code POST
 * /subjects/features-value/versions} registers one.
 *
 * <p>Whatever is no clear answer (nothing at all, an error of the server, a refusal to let us in, a
 * registry without any schema) is asked for again, with pauses that grow, for as long as patience
 * lasts. For one thread.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">The
 *     registry's interface</a>
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  /** For those who can only wait: a job, which holds its place until the registry is back. */
  public static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final Logger LOG = LoggerFactory.getLogger(HttpSchemaRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCEPTED = "application/vnd.schemaregistry.v1+json, application/json";
  private static final String CONTENT = "application/vnd.schemaregistry.v1+json";
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
    HttpRequest request = request("/schemas/ids/" + id).build();
    String schema = answer(() -> askForSchema(request)).avro();
    if (schema != null) {
      schemas.put(id, schema);
    }
    return schema;
  }

  /**
   * Makes an Avro schema the latest of a subject, unless it is one of the subject's already.
   *
   * @param subject {@code features.user_engagement-value}
   * @return the schema's number
   * @throws IllegalStateException if the registry says that the schema must not follow those that
   *     the subject has
   */
  public int register(String subject, String schema) {
    HttpRequest request =
        request("/subjects/" + encoded(subject) + "/versions")
            .header("Content-Type", CONTENT)
            .POST(HttpRequest.BodyPublishers.ofString(body(schema)))
            .build();
    Answer answer = answer(() -> ask(request, Answer::tellsOfRegistration));
    if (answer.status() != Answer.OK) {
      throw new IllegalStateException(
          "the schema registry "
              + url
              + " refuses the schema of subject "
              + subject
              + ": "
              + answer.body().path("message").asText("status " + answer.status())
              + "; write to another topic, or change the subject's compatibility");
    }
    return answer.body().path("id").intValue();
  }

  /**
   * Why a subject could not have an Avro schema next; empty where it could, and where the registry
   * cannot tell beforehand. Changes nothing.
   *
   * @throws IllegalStateException if the registry does not answer
   */
  public Optional<String> refusal(String subject, String schema) {
    String path = "/compatibility/subjects/" + encoded(subject) + "/versions?verbose=true";
    HttpRequest request =
        request(path)
            .header("Content-Type", CONTENT)
            .POST(HttpRequest.BodyPublishers.ofString(body(schema)))
            .build();
    Answer answer = answer(() -> ask(request, Answer::tellsOfCompatibility));
    if (answer.status() == Answer.INVALID) {
      return Optional.of(answer.body().path("message").asText());
    }
    if (answer.body().path("is_compatible").asBoolean(true)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    answer.body().path("messages").forEach(reason -> reasons.add(reason.asText()));
    return Optional.of(reasons.isEmpty() ? "it is incompatible" : String.join("; ", reasons));
  }

  /** A registry that has nothing at all has lost what it had, or is not yet the one it will be. */
  private Answer askForSchema(HttpRequest request) {
    Answer answer = ask(request, Answer::tellsOfSchema);
    boolean none = answer.status() == Answer.NOT_FOUND;
    return none && ask(request("/subjects").build(), Answer::tellsOfNothing).failure() == null
        ? Answer.failed("has no schema at all")
        : answer;
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private static String body(String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).header("Accept", ACCEPTED);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /** The registry's clear answer. */
  private Answer answer(Supplier<Answer> question) {
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

  private Answer ask(HttpRequest request, Predicate<Answer> isClear) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), JSON.readTree(response.body()), null);
      return isClear.test(answer)
          ? answer
          : Answer.failed("answers with status " + response.statusCode());
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
   * @param failure why that is not clear, null where it is
   */
  private record Answer(int status, JsonNode body, @Nullable String failure) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int INCOMPATIBLE = 409;
    private static final int INVALID = 422;

    static Answer failed(String failure) {
      return new Answer(0, MissingNode.getInstance(), failure);
    }

    /** A proxy, or a registry under another path, says 404 in other words. */
    boolean tellsOfSchema() {
      return (status == OK && body.path("schema").isTextual())
          || (status == NOT_FOUND && body.has("error_code"));
    }

    boolean tellsOfNothing() {
      return status == OK && body.isArray() && body.isEmpty();
    }

    boolean tellsOfRegistration() {
      return (status == OK && body.path("id").isInt())
          || ((status == INCOMPATIBLE || status == INVALID) && body.has("error_code"));
    }

    /** 404 is for a subject that is new; or for the question, which not every registry knows. */
    boolean tellsOfCompatibility() {
      return status == OK || status == NOT_FOUND || status == INVALID;
    }

    /** Null where the registry has no Avro schema of the number. */
    @Nullable String avro() {
      boolean avro = status == OK && body.path("schemaType").asText("AVRO").equals("AVRO");
      return avro ? body.path("schema").asText() : null;
    }
  }
}
