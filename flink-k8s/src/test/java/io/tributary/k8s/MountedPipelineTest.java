package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountedPipelineTest {

  private static final Manifests MANIFESTS = Manifests.production();

  @ParameterizedTest
  @ValueSource(strings = {"feature-rollup", "cache-invalidation", "lakehouse-sink"})
  void asksOnlyForVariablesThatItsJobHas(String job) {
    assertThat(pipelineOf(job).findings()).isEmpty();
  }

  @Test
  void isAPipelineThatTheJobsAccept(@TempDir Path secrets) throws IOException {
    PipelineConfig pipeline = PipelineConfig.parse(withSecretsFrom(secrets, pipelineText()));
    assertThat(pipeline.rollups()).isNotEmpty();
    assertThat(pipeline.caches()).isNotEmpty();
    assertThat(pipeline.lakehouse()).isNotNull();
  }

  @Test
  void isRefusedWithAKeyThatTheJobsDoNotKnow(@TempDir Path secrets) throws IOException {
    String misspelled = pipelineText().replace("entity:", "entitty:");
    String text = withSecretsFrom(secrets, misspelled);
    assertThatThrownBy(() -> PipelineConfig.parse(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("entitty");
  }

  @Test
  void refusesAVariableThatNobodyGives() {
    assertThat(findings("database: { password: '${env:DATABASE_PASSWORD}' }"))
        .containsExactly(
            "pipeline.yaml needs DATABASE_PASSWORD, a variable that the job does not have");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password | hunter2",
        "sasl.jaas.config | ScramLoginModule required password=hunter2;",
        "s3.secret-access-key | hunter2",
        "url | redis://tributary:hunter2@redis.example.com:6379",
      })
  void refusesASecretInClear(String key, String value) {
    assertThat(findings("redis: { " + key + ": '" + value + "' }"))
        .containsExactly("pipeline.yaml has a secret in clear at " + key);
  }

  private static List<String> findings(String text) {
    return new MountedPipeline(text, Set.of()).findings();
  }

  /** Every job mounts the same file. */
  private static String pipelineText() {
    return pipelineOf("feature-rollup").text();
  }

  /** A test cannot set the variables of its own process, so a file stands in for each. */
  private static String withSecretsFrom(Path folder, String text) throws IOException {
    String result = text;
    for (String variable : new MountedPipeline(text, Set.of()).neededVariables()) {
      Path file = Files.writeString(folder.resolve(variable), "a-value");
      result = result.replace("${env:" + variable + "}", "${file:" + file + "}");
    }
    return result;
  }

  private static MountedPipeline pipelineOf(String job) {
    PodReferences pod = new PodReferences(MANIFESTS.find("FlinkDeployment", job).orElseThrow());
    return MountedPipeline.of(MANIFESTS, pod).orElseThrow();
  }
}
