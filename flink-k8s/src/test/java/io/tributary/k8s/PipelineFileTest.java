package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFileTest {

  private static final Manifests MANIFESTS = Manifests.production();

  @ParameterizedTest
  @ValueSource(strings = {"feature-rollup", "cache-invalidation", "lakehouse-sink"})
  void asksOnlyForVariablesThatItsJobHas(String job) {
    assertThat(pipelineOf(job).findings()).isEmpty();
  }

  @Test
  void refusesAVariableThatNobodyGives() {
    PipelineFile pipeline = pipelineOf("feature-rollup");
    assertThat(new PipelineFile(pipeline.text(), Set.of("REDIS_PASSWORD")).findings())
        .contains("pipeline.yaml needs DATABASE_PASSWORD, a variable that the job does not have");
  }

  @Test
  void refusesASecretInClear() {
    String text = pipelineOf("feature-rollup").text().replaceAll("\\$\\{env:\\w+}", "hunter2");
    assertThat(new PipelineFile(text, Set.of()).findings())
        .containsExactlyInAnyOrder(
            "pipeline.yaml has a secret in clear at sasl.jaas.config",
            "pipeline.yaml has a secret in clear at password",
            "pipeline.yaml has a secret in clear at url",
            "pipeline.yaml has a secret in clear at credential");
  }

  private static PipelineFile pipelineOf(String job) {
    PodReferences pod = new PodReferences(MANIFESTS.find("FlinkDeployment", job).orElseThrow());
    return PipelineFile.of(MANIFESTS, pod).orElseThrow();
  }
}
