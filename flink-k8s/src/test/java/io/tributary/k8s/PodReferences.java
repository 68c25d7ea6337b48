package io.tributary.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the main container of a FlinkDeployment's pods mounts and takes from the environment. */
record PodReferences(JsonNode deployment) {

  /** Flink finds the container that it runs in by this name. */
  static final String MAIN_CONTAINER = "flink-main-container";

  /** A key of a Secret, as {@code tributary-redis/password}. */
  record SecretKey(String secret, String key) {

    static SecretKey of(JsonNode reference) {
      return new SecretKey(reference.path("name").asText(), reference.path("key").asText());
    }

    @Override
    public String toString() {
      return secret + "/" + key;
    }
  }

  private JsonNode pod() {
    return deployment.at("/spec/podTemplate/spec");
  }

  Optional<JsonNode> mainContainer() {
    return stream(pod().path("containers"))
        .filter(container -> container.path("name").asText().equals(MAIN_CONTAINER))
        .findFirst();
  }

  Stream<JsonNode> mounts() {
    return mainContainer().stream().flatMap(container -> stream(container.path("volumeMounts")));
  }

  Stream<JsonNode> environment() {
    return mainContainer().stream().flatMap(container -> stream(container.path("env")));
  }

  Set<String> variables() {
    return environment()
        .map(variable -> variable.path("name").asText())
        .collect(Collectors.toSet());
  }

  Stream<SecretKey> secretKeys() {
    return environment()
        .map(variable -> variable.at("/valueFrom/secretKeyRef"))
        .filter(JsonNode::isObject)
        .map(SecretKey::of);
  }

  Stream<JsonNode> volumes() {
    return stream(pod().path("volumes"));
  }

  Optional<JsonNode> volume(String name) {
    return volumes().filter(volume -> volume.path("name").asText().equals(name)).findFirst();
  }

  /** The value of {@code --pipeline} among the job's arguments. */
  Optional<String> pipelineFile() {
    var arguments = stream(deployment.at("/spec/job/args")).map(JsonNode::asText).toList();
    int at = arguments.indexOf("--pipeline") + 1;
    return at > 0 && at < arguments.size() ? Optional.of(arguments.get(at)) : Optional.empty();
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
