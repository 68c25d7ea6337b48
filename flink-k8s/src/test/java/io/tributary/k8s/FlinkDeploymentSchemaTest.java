package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the operator's CRD, which is large, so it is loaded once. */
class FlinkDeploymentSchemaTest {

  private static final SchemaCheck DEFINITION = SchemaCheck.ofFlinkDeployment();

  private final Manifests manifests = Manifests.production();

  @Test
  void acceptsTheProductionOverlay() {
    assertThat(DEFINITION.findings(manifests)).isEmpty();
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
    assertThat(DEFINITION.findings(manifests)).anyMatch(finding -> finding.contains(part));
  }
}
