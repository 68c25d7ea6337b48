package io.tributary.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds objects against the schema of their kind and refuses fields that the schema does not know.
 * An API server prunes such fields without a word, so a misspelled one would be as if it had not
 * been written. Validation rules in CEL are not evaluated.
 */
final class SchemaCheck {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final Map<String, JsonSchema> byKind = new HashMap<>();

  /**
   * Of Kubernetes' own kinds, the few that the manifests use, with the few fields they may have.
   */
  static SchemaCheck ofCoreKinds() {
    SchemaCheck check = new SchemaCheck();
    resource("/core-kinds.yaml").properties().forEach(e -> check.add(e.getKey(), e.getValue()));
    return check;
  }

  /** Of the Flink operator's kind, by the CRD that its own jar brings. */
  static SchemaCheck ofFlinkDeployment() {
    SchemaCheck check = new SchemaCheck();
    JsonNode crd = resource("/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");
    JsonNode version = crd.at("/spec/versions/0");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    ((ObjectNode) schema.path("properties"))
        .putObject("apiVersion")
        .put("const", crd.at("/spec/group").asText() + "/" + version.path("name").asText());
    check.add(crd.at("/spec/names/kind").asText(), schema);
    return check;
  }

  private static JsonNode resource(String name) {
    try (var stream = SchemaCheck.class.getResourceAsStream(name)) {
      return Manifests.YAML.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String kind, JsonNode schema) {
    ((ObjectNode) schema.path("properties")).setAll((ObjectNode) resource("/every-object.yaml"));
    harden(schema);
    byKind.put(kind, SCHEMAS.getSchema(schema));
  }

  boolean covers(JsonNode object) {
    return byKind.containsKey(object.path("kind").asText());
  }

  /** What is wrong with the objects of the kinds that this check covers. */
  List<String> findings(Manifests manifests) {
    return manifests.objects().stream().filter(this::covers).flatMap(this::findings).toList();
  }

  private Stream<String> findings(JsonNode object) {
    JsonSchema schema = byKind.get(object.path("kind").asText());
    return schema == null
        ? Stream.of()
        : schema.validate(object).stream()
            .map(message -> Manifests.title(object) + " " + message.getMessage());
  }

  /** Turns Kubernetes' dialect of OpenAPI 3.0 into JSON Schema that allows no unknown fields. */
  private static void harden(JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (schema.has("properties") && !open && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      schema.set("type", types("integer", "string"));
    } else if (schema.path("nullable").asBoolean() && schema.path("type").isTextual()) {
      schema.set("type", types(schema.path("type").asText(), "null"));
    }
    schema.path("properties").forEach(SchemaCheck::harden);
    harden(schema.path("items"));
    harden(schema.path("additionalProperties"));
  }

  private static ArrayNode types(String first, String second) {
    return Manifests.YAML.createArrayNode().add(first).add(second);
  }
}
