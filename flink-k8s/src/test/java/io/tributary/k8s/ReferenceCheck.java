package io.tributary.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.k8s.PodReferences.SecretKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds names that lead nowhere: a ConfigMap, Secret, service account or volume that one object
 * names and no other is. Secrets are not in the manifests, so they must be in the README's table
 * instead.
 *
 * @param readme text that documents each key of a Secret in a table row: {@code | `secret` | `key`
 *     | ...}
 */
record ReferenceCheck(String readme) {

  private static final Pattern DOCUMENTED_SECRET =
      Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE);

  private static final String PLACEHOLDER = "set-by-overlay";

  static ReferenceCheck ofTheCheckout() {
    return new ReferenceCheck(Checkout.read(Checkout.MODULE.resolve("README.md")));
  }

  List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    manifests
        .deployments()
        .forEach(
            deployment ->
                problems(manifests, deployment)
                    .map(problem -> Manifests.title(deployment) + " " + problem)
                    .forEach(findings::add));
    unusedSecrets(manifests).forEach(findings::add);
    return findings;
  }

  private Stream<String> problems(Manifests manifests, JsonNode deployment) {
    PodReferences pod = new PodReferences(deployment);
    return Stream.of(
            accountProblems(manifests, deployment),
            containerProblems(pod),
            volumeProblems(manifests, pod),
            pipelineProblems(manifests, pod),
            secretProblems(pod),
            placeholders(deployment))
        .flatMap(problems -> problems);
  }

  private static Stream<String> accountProblems(Manifests manifests, JsonNode deployment) {
    String account = deployment.at("/spec/serviceAccount").asText();
    if (manifests.find("ServiceAccount", account).isEmpty()) {
      return Stream.of("names the service account " + account + ", which is not there");
    }
    return manifests.ofKind("RoleBinding").anyMatch(binding -> binds(manifests, binding, account))
        ? Stream.of()
        : Stream.of("runs as the service account " + account + ", which no Role is bound to");
  }

  private static boolean binds(Manifests manifests, JsonNode binding, String account) {
    return manifests.find("Role", binding.at("/roleRef/name").asText()).isPresent()
        && PodReferences.stream(binding.path("subjects"))
            .anyMatch(subject -> subject.path("name").asText().equals(account));
  }

  private static Stream<String> containerProblems(PodReferences pod) {
    return pod.mainContainer().isPresent()
        ? Stream.of()
        : Stream.of("has no container named " + PodReferences.MAIN_CONTAINER);
  }

  private static Stream<String> volumeProblems(Manifests manifests, PodReferences pod) {
    Stream<String> dangling =
        pod.mounts()
            .map(mount -> mount.path("name").asText())
            .filter(name -> pod.volume(name).isEmpty())
            .map(name -> "mounts the volume " + name + ", which is not there");
    Set<String> mounted =
        pod.mounts().map(mount -> mount.path("name").asText()).collect(Collectors.toSet());
    Stream<String> unused =
        pod.volumes()
            .map(volume -> volume.path("name").asText())
            .filter(name -> !mounted.contains(name))
            .map(name -> "has the volume " + name + ", which is not mounted");
    Stream<String> configMaps =
        pod.volumes()
            .map(volume -> volume.at("/configMap/name"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .filter(name -> manifests.find("ConfigMap", name).isEmpty())
            .map(name -> "mounts the ConfigMap " + name + ", which is not there");
    return Stream.of(dangling, unused, configMaps).flatMap(problems -> problems);
  }

  private static Stream<String> pipelineProblems(Manifests manifests, PodReferences pod) {
    String file = pod.pipelineFile().orElse("(none)");
    return MountedPipeline.of(manifests, pod).isPresent()
        ? Stream.of()
        : Stream.of("starts with --pipeline " + file + ", which no ConfigMap puts there");
  }

  private Stream<String> secretProblems(PodReferences pod) {
    Set<String> documented = documentedSecrets();
    Stream<String> undocumented =
        pod.secretKeys()
            .map(SecretKey::toString)
            .filter(key -> !documented.contains(key))
            .map(key -> "takes the Secret " + key + ", which the README does not document");
    Stream<String> inClear =
        pod.environment()
            .filter(variable -> variable.has("value"))
            .map(variable -> variable.path("name").asText())
            .filter(MountedPipeline::soundsSecret)
            .map(name -> "has the variable " + name + " in clear");
    return Stream.concat(undocumented, inClear);
  }

  private static Stream<String> placeholders(JsonNode deployment) {
    return deployment.toString().contains(PLACEHOLDER)
        ? Stream.of("still has a \"" + PLACEHOLDER + "\"")
        : Stream.of();
  }

  private Set<String> unusedSecrets(Manifests manifests) {
    Set<String> unused = new HashSet<>();
    documentedSecrets().forEach(key -> unused.add("README: no job takes the Secret " + key));
    manifests
        .deployments()
        .flatMap(deployment -> new PodReferences(deployment).secretKeys())
        .forEach(key -> unused.remove("README: no job takes the Secret " + key));
    return unused;
  }

  private Set<String> documentedSecrets() {
    return DOCUMENTED_SECRET
        .matcher(readme)
        .results()
        .map(row -> new SecretKey(row.group(1), row.group(2)).toString())
        .collect(Collectors.toSet());
  }
}
