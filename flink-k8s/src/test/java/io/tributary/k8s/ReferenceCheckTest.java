package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceCheckTest {

  private static final String MAIN_CONTAINER = "/spec/podTemplate/spec/containers/0";

  private final Manifests manifests = Manifests.production();
  private final ReferenceCheck check = ReferenceCheck.ofTheCheckout();

  @Test
  void acceptsTheProductionOverlay() {
    assertThat(check.findings(manifests)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec/serviceAccount | flink | names the service account flink",
        "/spec/podTemplate/spec/volumes/0/configMap/name | tributary-pipeline | mounts the ConfigMap",
        "/spec/podTemplate/spec/volumes/0/name | pipelines | mounts the volume pipeline, which is not",
        "/spec/podTemplate/spec/volumes/0/name | pipelines | has the volume pipelines, which is not mounted",
        "/spec/podTemplate/spec/containers/0/name | flink | has no container named",
        "/spec/podTemplate/spec/containers/0/volumeMounts/0/mountPath | /opt/trib | starts with --pipe",
        "/spec/podTemplate/spec/containers/0/env/0/valueFrom/secretKeyRef/name | kafka | takes the Secret kafka/",
        "/spec/podTemplate/spec/containers/0/env/0/valueFrom/secretKeyRef/key | jaas | takes the Secret trib",
        "/spec/flinkConfiguration/high-availability.storageDir | s3://set-by-overlay/ha | still has a",
      })
  void refuses(String pointer, String value, String problem) {
    manifests.set("feature-rollup", pointer, value);
    assertThat(check.findings(manifests))
        .anyMatch(finding -> finding.startsWith("FlinkDeployment/feature-rollup " + problem));
  }

  @Test
  void refusesAPipelineFileThatNoConfigMapHolds() {
    manifests.set(
        "feature-rollup", "/spec/job/args", List.of("--pipeline", "/opt/tributary/pipelines.yaml"));
    assertThat(check.findings(manifests)).singleElement().asString().contains("pipelines.yaml");
  }

  @Test
  void refusesASecretInClear() {
    Map<String, String> variable = Map.of("name", "REDIS_PASSWORD", "value", "hunter2");
    manifests.set("feature-rollup", MAIN_CONTAINER + "/env", List.of(variable));
    assertThat(check.findings(manifests))
        .contains("FlinkDeployment/feature-rollup has the variable REDIS_PASSWORD in clear");
  }

  @Test
  void refusesAnAccountThatNoRoleIsBoundTo() {
    ObjectNode binding = manifests.find("RoleBinding", "tributary").orElseThrow();
    ((ObjectNode) binding.path("roleRef")).put("name", "tributaries");
    assertThat(check.findings(manifests))
        .hasSize(3)
        .allMatch(f -> f.endsWith("no Role is bound to"));
  }

  @Test
  void refusesADocumentedSecretThatNoJobTakes() {
    ReferenceCheck more =
        new ReferenceCheck(check.readme() + "| `tributary-pii` | `k1` | a key |\n");
    assertThat(more.findings(manifests))
        .containsExactly("README: no job takes the Secret tributary-pii/k1");
  }
}
