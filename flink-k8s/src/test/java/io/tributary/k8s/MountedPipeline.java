package io.tributary.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code pipeline.yaml} that a job finds at the path which it is started with.
 *
 * @param text the file as the ConfigMap has it
 * @param variables the environment variables that the job's container has
 */
record MountedPipeline(String text, Set<String> variables) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]*)}");
  private static final String REFERENCE = "${";

  /** A URL with a user's password in it that is no reference. */
  private static final Pattern OPEN_URL = Pattern.compile("://[^/:@]*:(?!\\$\\{)[^@/]+@");

  static Optional<MountedPipeline> of(Manifests manifests, PodReferences pod) {
    return pod.pipelineFile()
        .map(Path::of)
        .flatMap(
            file ->
                configMapMountedAt(manifests, pod, String.valueOf(file.getParent()))
                    .map(configMap -> configMap.path("data").path(file.getFileName().toString()))
                    .filter(JsonNode::isTextual))
        .map(content -> new MountedPipeline(content.asText(), pod.variables()));
  }

  private static Optional<JsonNode> configMapMountedAt(
      Manifests manifests, PodReferences pod, String folder) {
    return pod.mounts()
        .filter(mount -> mount.path("mountPath").asText().equals(folder))
        .flatMap(mount -> pod.volume(mount.path("name").asText()).stream())
        .flatMap(
            volume -> manifests.find("ConfigMap", volume.at("/configMap/name").asText()).stream())
        .map(configMap -> (JsonNode) configMap)
        .findFirst();
  }

  Set<String> neededVariables() {
    return VARIABLE.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  List<String> findings() {
    Stream<String> missing =
        neededVariables().stream()
            .filter(name -> !variables.contains(name))
            .map(name -> "pipeline.yaml needs " + name + ", a variable that the job does not have");
    Stream<String> inClear =
        Manifests.parse(text).objects().stream().flatMap(MountedPipeline::inClear);
    return Stream.concat(missing, inClear).toList();
  }

  private static Stream<String> inClear(JsonNode node) {
    return node.properties().stream()
        .flatMap(
            entry -> {
              String value = entry.getValue().asText();
              boolean open = soundsSecret(entry.getKey()) && !value.startsWith(REFERENCE);
              return open && entry.getValue().isTextual() || OPEN_URL.matcher(value).find()
                  ? Stream.of("pipeline.yaml has a secret in clear at " + entry.getKey())
                  : inClear(entry.getValue());
            });
  }

  static boolean soundsSecret(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return Stream.of("password", "secret", "credential", "token", "jaas", "accesskey")
        .anyMatch(plain::contains);
  }
}
