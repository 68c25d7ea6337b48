package io.tributary.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * What the registry said.
 *
 * @param failure why that is not clear, null where it is
 */
record Answer(int status, JsonNode body, @Nullable String failure) {

  static final int OK = 200;
  static final int NOT_FOUND = 404;
  private static final int INCOMPATIBLE = 409;
  static final int INVALID = 422;

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
