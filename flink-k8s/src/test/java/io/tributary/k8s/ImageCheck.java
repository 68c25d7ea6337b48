package io.tributary.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows each job's jar from the build through the image to the FlinkDeployment that starts it.
 *
 * @param dockerfile text of the Dockerfile
 * @param dockerignore text of its ignore file
 * @param modules the jobs that the build makes
 */
record ImageCheck(String dockerfile, String dockerignore, List<JobModule> modules) {

  private static final Pattern COPY =
      Pattern.compile("^COPY\\s+(?:--\\S+\\s+)*(\\S+)\\s+(\\S+)$", Pattern.MULTILINE);

  /** Flink puts every jar below it, at any depth, on the class path of the one job of a pod. */
  private static final String SHARED_BY_ALL_JOBS = "/opt/flink/usrlib/";

  static ImageCheck ofTheCheckout() {
    return new ImageCheck(
        Checkout.read(Checkout.MODULE.resolve("Dockerfile")),
        Checkout.read(Checkout.MODULE.resolve("Dockerfile.dockerignore")),
        JobModule.in(Checkout.ROOT));
  }

  List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    List<JobModule> deployed = new ArrayList<>();
    for (ObjectNode deployment : manifests.deployments().toList()) {
      String title = Manifests.title(deployment) + " ";
      String jarUri = deployment.at("/spec/job/jarURI").asText();
      Optional<JobModule> module = moduleBehind(jarUri);
      module.ifPresent(deployed::add);
      pathProblem(jarUri).ifPresent(problem -> findings.add(title + problem));
      module
          .flatMap(m -> classProblem(m, deployment.at("/spec/job/entryClass").asText()))
          .ifPresent(problem -> findings.add(title + problem));
    }
    modules.stream()
        .filter(module -> !deployed.contains(module))
        .forEach(module -> findings.add(module.jar() + " is run by no FlinkDeployment"));
    return findings;
  }

  private Optional<JobModule> moduleBehind(String jarUri) {
    String source = copies().getOrDefault(jarUri.replaceFirst("^local://", ""), "");
    return modules.stream().filter(module -> module.jar().equals(source)).findFirst();
  }

  private Optional<String> pathProblem(String jarUri) {
    if (!jarUri.startsWith("local:///")) {
      return Optional.of("jarURI " + jarUri + " does not start with local:///");
    }
    String path = jarUri.replaceFirst("^local://", "");
    String source = copies().get(path);
    if (source == null) {
      return Optional.of("jarURI: the Dockerfile copies nothing to " + path);
    }
    if (path.startsWith(SHARED_BY_ALL_JOBS)) {
      return Optional.of("jarURI: " + path + " would be on every job's class path");
    }
    if (modules.stream().noneMatch(module -> module.jar().equals(source))) {
      return Optional.of("jarURI: the build makes no " + source);
    }
    return Stream.of(dockerignore.split("\n")).anyMatch(("!" + source)::equals)
        ? Optional.empty()
        : Optional.of("jarURI: the Dockerfile's ignore file hides " + source);
  }

  private static Optional<String> classProblem(JobModule module, String entryClass) {
    return entryClass.equals(module.mainClass())
        ? Optional.empty()
        : Optional.of(
            "entryClass " + entryClass + " is not the build's main class " + module.mainClass());
  }

  /** Source by target. */
  private Map<String, String> copies() {
    Map<String, String> copies = new LinkedHashMap<>();
    COPY.matcher(dockerfile).results().forEach(copy -> copies.put(copy.group(2), copy.group(1)));
    return copies;
  }
}
