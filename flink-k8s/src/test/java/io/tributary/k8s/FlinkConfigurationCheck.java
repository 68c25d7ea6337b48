package io.tributary.k8s;

import static org.apache.flink.configuration.ConfigOptions.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.util.NetUtils;

/**
 * Holds every {@code flinkConfiguration} entry against the options that Flink's classes declare:
 * the key is known and current, and the value is one that the option's type can read. Flink itself
 * ignores keys that it does not know.
 */
final class FlinkConfigurationCheck {

  /**
   * The operator's own options that the manifests may use. Its jar is in no Maven repository; names
   * and types are those of its documentation, "Configuration", section "Resource/User
   * Configuration".
   */
  private static final List<ConfigOption<?>> OF_THE_OPERATOR =
      List.of(
          key("kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age")
              .durationType()
              .noDefaultValue(),
          key("kubernetes.operator.job.restart.failed").booleanType().noDefaultValue(),
          key("kubernetes.operator.cluster.health-check.enabled").booleanType().noDefaultValue());

  /**
   * Of the S3 plugin, which reads its keys without declaring them: what an own object store needs.
   */
  private static final List<ConfigOption<?>> OF_THE_OBJECT_STORE =
      List.of(
          key("s3.endpoint").stringType().noDefaultValue(),
          key("s3.path.style.access").booleanType().noDefaultValue());

  /** The operator sets these itself and refuses a FlinkDeployment that does. */
  private static final Set<String> FORBIDDEN =
      Set.of("kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id");

  private static final Pattern REPORTER = Pattern.compile("metrics\\.reporter\\.(\\w+)\\.(.+)");

  private final FlinkOptions options =
      new FlinkOptions(
          Stream.of(OF_THE_OPERATOR, OF_THE_OBJECT_STORE).flatMap(List::stream).toList());

  List<String> findings(Manifests manifests) {
    return manifests.deployments().flatMap(this::findings).toList();
  }

  private Stream<String> findings(ObjectNode deployment) {
    JsonNode configuration = deployment.at("/spec/flinkConfiguration");
    return configuration.properties().stream()
        .flatMap(
            entry -> problem(configuration, entry).stream().map(p -> entry.getKey() + ": " + p))
        .map(finding -> Manifests.title(deployment) + " " + finding);
  }

  private Optional<String> problem(JsonNode configuration, Map.Entry<String, JsonNode> entry) {
    String key = entry.getKey();
    if (!entry.getValue().isTextual()) {
      return Optional.of("must be a string; quote it");
    }
    String value = entry.getValue().asText();
    if (FORBIDDEN.contains(key)) {
      return Optional.of("is the operator's to set");
    }
    if (GlobalConfiguration.isSensitive(key)) {
      return Optional.of("holds a secret in clear");
    }
    Matcher reporter = REPORTER.matcher(key);
    if (reporter.matches()) {
      String declared = configuration.path("metrics.reporters").asText();
      return reporterProblem(declared, reporter.group(1), reporter.group(2), value);
    }
    return optionProblem(key, value);
  }

  private Optional<String> optionProblem(String key, String value) {
    return options
        .find(key)
        .map(option -> valueProblem(option, value))
        .orElseGet(
            () ->
                options
                    .findFormer(key)
                    .map(option -> "is deprecated; write " + option.key())
                    .or(() -> Optional.of("is not an option of Flink 1.20")));
  }

  private static Optional<String> valueProblem(ConfigOption<?> option, String value) {
    try {
      Configuration.fromMap(Map.of(option.key(), value)).get(option);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("cannot be '" + value + "': " + e.getMessage());
    }
  }

  private static Optional<String> reporterProblem(
      String declared, String reporter, String parameter, String value) {
    if (!Arrays.asList(declared.split(",")).contains(reporter)) {
      return Optional.of("reporter " + reporter + " is not in metrics.reporters");
    }
    return switch (parameter) {
      case "factory.class" -> factoryProblem(value);
      case "port" -> portProblem(value);
      default -> Optional.of("is not a parameter of a reporter that this check knows");
    };
  }

  private static Optional<String> factoryProblem(String value) {
    boolean found;
    try {
      found = MetricReporterFactory.class.isAssignableFrom(Class.forName(value));
    } catch (ClassNotFoundException e) {
      found = false;
    }
    return found ? Optional.empty() : Optional.of("is not a metric reporter factory: " + value);
  }

  private static Optional<String> portProblem(String value) {
    try {
      NetUtils.getPortRangeFromString(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is not a port or range of ports: " + value);
    }
  }
}
