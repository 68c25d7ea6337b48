package io.tributary.k8s;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one rendering, in its order. They can be changed in place, to plant a mistake. */
record Manifests(List<ObjectNode> objects) {

  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  static Manifests production() {
    return parse(Checkout.read(Checkout.MODULE.resolve("rendered/production.yaml")));
  }

  static Manifests parse(String yaml) {
    try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml)) {
      return new Manifests(documents.readAll());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<ObjectNode> deployments() {
    return ofKind("FlinkDeployment");
  }

  Stream<ObjectNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  Optional<ObjectNode> find(String kind, String name) {
    return ofKind(kind).filter(object -> name(object).equals(name)).findFirst();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** For example {@code FlinkDeployment/feature-rollup}. */
  static String title(JsonNode object) {
    return object.path("kind").asText() + "/" + name(object);
  }

  /** Sets what is at a JSON pointer in the FlinkDeployment of this name; its parent must exist. */
  void set(String deployment, String pointer, Object value) {
    JsonPointer path = JsonPointer.compile(pointer);
    parent(deployment, path).set(path.last().getMatchingProperty(), YAML.valueToTree(value));
  }

  void rename(String deployment, String pointer, String newName) {
    JsonPointer path = JsonPointer.compile(pointer);
    ObjectNode parent = parent(deployment, path);
    parent.set(newName, parent.remove(path.last().getMatchingProperty()));
  }

  private ObjectNode parent(String deployment, JsonPointer path) {
    JsonNode parent = find("FlinkDeployment", deployment).orElseThrow().at(path.head());
    if (parent instanceof ObjectNode object) {
      return object;
    }
    throw new NoSuchElementException(deployment + " has no object at " + path.head());
  }
}
