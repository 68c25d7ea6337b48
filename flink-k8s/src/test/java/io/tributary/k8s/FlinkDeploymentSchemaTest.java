package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Against the operator's CRD, which is large, so it is loaded once, and only where it is present.
 */
class FlinkDeploymentSchemaTest {

  private static final Optional<SchemaCheck> DEFINITION =
      Checkout.flinkDeploymentCrd().map(SchemaCheck::ofCustomResource);

  private final Manifests manifests = Manifests.production();

  private List<String> findings() {
    assumeThat(DEFINITION)
        .as("the CRDs of the Flink operator in ../shared/crds, beside the repository")
        .isPresent();
    return DEFINITION.orElseThrow().findings(manifests);
  }

  @Test
  void acceptsTheProductionOverlay() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void refusesAMisspelledField() {
    manifests.rename("feature-rollup", "/spec/job/jarURI", "jarUri");
    assertFinding("FlinkDeployment/feature-rollup $.spec.job: property 'jarUri'");
  }

  @Test
  void refusesAMisspelledFieldDeepInThePodTemplate() {
    manifests.rename(
        "lakehouse-sink",
        "/spec/podTemplate/spec/containers/0/volumeMounts/0/mountPath",
        "mountpath");
    assertFinding("spec.podTemplate.spec.containers[0].volumeMounts[0]: property 'mountpath'");
  }

  @Test
  void refusesMisspelledMetadata() {
    manifests.set("lakehouse-sink", "/metadata/lables", Map.of("a", "b"));
    assertFinding("FlinkDeployment/lakehouse-sink $.metadata: property 'lables'");
  }

  @Test
  void refusesAValueOfTheWrongType() {
    manifests.set("cache-invalidation", "/spec/job/parallelism", "two");
    assertFinding("FlinkDeployment/cache-invalidation $.spec.job.parallelism");
  }

  @Test
  void refusesAnUpgradeModeThatDoesNotExist() {
    manifests.set("cache-invalidation", "/spec/job/upgradeMode", "laststate");
    assertFinding("FlinkDeployment/cache-invalidation $.spec.job.upgradeMode");
  }

  private void assertFinding(String part) {
    assertThat(findings()).anyMatch(finding -> finding.contains(part));
  }
}
