package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkConfigurationCheckTest {

  private static final FlinkConfigurationCheck CHECK = new FlinkConfigurationCheck();

  private final Manifests manifests = Manifests.production();

  @Test
  void acceptsTheProductionOverlay() {
    assertThat(CHECK.findings(manifests)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "execution.checkpointing.intervall, 30s, is not an option of Flink 1.20",
    "execution.checkpointing.interval, 30 parsecs, cannot be '30 parsecs'",
    "execution.checkpointing.mode, EXACTLY_TWICE, cannot be 'EXACTLY_TWICE'",
    "pipeline.max-parallelism, many, cannot be 'many'",
    "state.backend.rocksdb.memory.managed, perhaps, cannot be 'perhaps'",
    "state.checkpoints.dir, s3://a/b, is deprecated; write execution.checkpointing.dir",
    "kubernetes.taskmanager.cpus, 2, is not an option of Flink 1.20",
    "kubernetes.cluster-id, mine, is the operator's to set",
    "kubernetes.operator.job.restart.fail, true, is not an option of Flink 1.20",
    "kubernetes.operator.job.restart.failed, often, cannot be 'often'",
    "s3.path.style.access, always, cannot be 'always'",
    "s3.secret-key, hunter2, holds a secret in clear",
    "metrics.reporter.promm.port, 9249, reporter promm is not in metrics.reporters",
    "metrics.reporter.prom.port, 924g, is not a port",
    "metrics.reporter.prom.prot, 9249, is not a parameter",
    "metrics.reporter.prom.factory.class, org.example.Factory, is not a metric reporter factory",
  })
  void refuses(String key, String value, String problem) {
    manifests.set("feature-rollup", "/spec/flinkConfiguration/" + key, value);
    assertThat(CHECK.findings(manifests))
        .singleElement()
        .asString()
        .startsWith("FlinkDeployment/feature-rollup " + key + ": " + problem);
  }

  @Test
  void refusesAValueThatIsNoString() {
    manifests.set("feature-rollup", "/spec/flinkConfiguration/pipeline.max-parallelism", 360);
    assertThat(CHECK.findings(manifests)).singleElement().asString().endsWith("quote it");
  }

  @Test
  void knowsTheOptionsOfEveryModule() {
    FlinkOptions options = new FlinkOptions(List.of());
    assertThat(options.find("kubernetes.jobmanager.cpu.amount")).isPresent();
    assertThat(options.find("state.backend.rocksdb.predefined-options")).isPresent();
    assertThat(options.find("execution.checkpointing.interval")).isPresent();
  }
}
