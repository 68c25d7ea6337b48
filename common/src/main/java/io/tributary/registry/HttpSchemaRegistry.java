package io.tributary.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.decode.SchemaRegistry;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT = "application/vnd.schemaregistry.v1+json";

  private final PatientClient registry;
  private final Map<Integer, String> schemas = new HashMap<>();

  /**
   * @param patience how long to wait for an answer before {@link IllegalStateException}
   * @param onFailure called at each attempt that got none
   */
  public HttpSchemaRegistry(SchemaRegistryConfig config, Duration patience, Runnable onFailure) {
    this.registry = new PatientClient(config, patience, onFailure);
  }

  @Override
  public @Nullable String avroSchema(int id) {
    String known = schemas.get(id);
    if (known != null) {
      return known;
    }
    HttpRequest request = registry.request("/schemas/ids/" + id).build();
    String schema = registry.answer(() -> askForSchema(request)).avro();
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
    HttpRequest request = post(schema, "/subjects/" + encoded(subject) + "/versions");
    Answer answer = registry.answer(() -> registry.ask(request, Answer::tellsOfRegistration));
    if (answer.status() != Answer.OK) {
      throw new IllegalStateException(
          "the schema registry "
              + registry.url()
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
    HttpRequest request = post(schema, path);
    Answer answer = registry.answer(() -> registry.ask(request, Answer::tellsOfCompatibility));
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
    Answer answer = registry.ask(request, Answer::tellsOfSchema);
    boolean none = answer.status() == Answer.NOT_FOUND;
    return none
            && registry.ask(registry.request("/subjects").build(), Answer::tellsOfNothing).failure()
                == null
        ? Answer.failed("has no schema at all")
        : answer;
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private HttpRequest post(String schema, String path) {
    String body = JSON.createObjectNode().put("schema", schema).toString();
    return registry
        .request(path)
        .header("Content-Type", CONTENT)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
