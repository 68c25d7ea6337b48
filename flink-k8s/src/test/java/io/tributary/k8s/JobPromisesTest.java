package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every job needs to keep its promises across crashes and upgrades. */
class JobPromisesTest {

  private static final Manifests MANIFESTS = Manifests.production();

  @Test
  void deploysTheThreeJobs() {
    assertThat(MANIFESTS.deployments().map(Manifests::name))
        .containsExactlyInAnyOrder("feature-rollup", "cache-invalidation", "lakehouse-sink");
  }

  @ParameterizedTest
  @CsvSource({
    "state.backend.type, rocksdb",
    "execution.checkpointing.incremental, true",
    "execution.checkpointing.mode, EXACTLY_ONCE",
    "execution.checkpointing.externalized-checkpoint-retention, RETAIN_ON_CANCELLATION",
    "high-availability.type, kubernetes",
    "pipeline.max-parallelism, 360",
  })
  void configuresEveryJobAlike(String key, String value) {
    assertThat(configured(key)).hasSize(3).containsOnly(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execution.checkpointing.dir",
        "execution.checkpointing.savepoint-dir",
        "high-availability.storageDir",
      })
  void givesEachJobAnObjectStoreFolderOfItsOwn(String key) {
    assertThat(configured(key))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(d -> d.startsWith("s3://"));
  }

  @Test
  void resumesEachJobFromItsLastStateAndDropsNone() {
    assertThat(MANIFESTS.deployments().map(d -> d.at("/spec/job")))
        .allMatch(job -> job.path("upgradeMode").asText().equals("last-state"))
        .noneMatch(job -> job.path("allowNonRestoredState").asBoolean());
  }

  @Test
  void dividesTheMaximumParallelismEvenly() {
    assertThat(MANIFESTS.deployments().map(d -> d.at("/spec/job/parallelism").asInt()))
        .allMatch(parallelism -> 360 % parallelism == 0);
  }

  @Test
  void opensToTheJobsWhatTheTestsOpenToThem() {
    String tests =
        JobModule.read(Checkout.ROOT.resolve("pom.xml"), "/project/properties/surefire.argLine");
    List<String> opened =
        Pattern.compile("--add-opens=\\S+").matcher(tests).results().map(r -> r.group()).toList();
    assertThat(opened).isNotEmpty();
    assertThat(configured("env.java.opts.all")).hasSize(3).allMatch(o -> hasAll(o, opened));
  }

  @Test
  void runsWithoutPrivileges() {
    Stream<JsonNode> pods = MANIFESTS.deployments().map(d -> d.at("/spec/podTemplate/spec"));
    assertThat(pods)
        .allMatch(pod -> pod.at("/securityContext/runAsNonRoot").asBoolean())
        .allMatch(pod -> pod.at("/securityContext/runAsUser").asInt() == 9999)
        .allMatch(
            pod -> pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"))
        .map(pod -> pod.at("/containers/0/securityContext"))
        .allMatch(c -> c.at("/capabilities/drop/0").asText().equals("ALL"))
        .noneMatch(c -> c.path("allowPrivilegeEscalation").asBoolean(true));
  }

  private static List<String> configured(String key) {
    return MANIFESTS.deployments().map(d -> configuration(d).path(key).asText()).toList();
  }

  private static JsonNode configuration(ObjectNode deployment) {
    return deployment.at("/spec/flinkConfiguration");
  }

  private static boolean hasAll(String options, List<String> wanted) {
    return List.of(options.split(" ")).containsAll(wanted);
  }
}
