package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCheckTest {

  private static final String ROLLUP_CLASS = "io.tributary.rollup.FeatureRollupJob";

  private final Manifests manifests = Manifests.production();
  private final ImageCheck check = ImageCheck.ofTheCheckout();

  @Test
  void followsEveryJarFromTheBuildToItsDeployment() {
    assertThat(check.findings(manifests)).isEmpty();
  }

  @Test
  void buildsEachJarWithTheMainClassThatItDeclares() {
    assumeThat(check.modules())
        .as("the jobs' jars, which the build makes when it goes on to `package` or `verify`")
        .allMatch(JobModule::isPackaged);
    assertThat(check.modules()).extracting(JobModule::problemOfTheJar).allMatch(Optional::isEmpty);
  }

  @Test
  void namesTheJarsAsTheBuildDoes() {
    String plugin =
        "/project/build/pluginManagement/plugins/plugin[artifactId='maven-shade-plugin']";
    assertThat(JobModule.read(rootPom(), plugin + "//outputFile"))
        .isEqualTo("${project.build.directory}/${project.artifactId}.jar");
  }

  @Test
  void buildsTheImageOnTheVersionsOfTheBuild() {
    String flink = JobModule.read(rootPom(), "/project/properties/flink.version");
    String iceberg = JobModule.read(rootPom(), "/project/properties/iceberg.version");
    assertThat(check.dockerfile())
        .contains("FROM flink:" + flink + "-java17\n")
        .contains("flink-s3-fs-presto-" + flink + ".jar")
        .contains("/iceberg-aws-bundle/" + iceberg + "/iceberg-aws-bundle-" + iceberg + ".jar");
  }

  @ParameterizedTest
  @CsvSource({
    "local:///opt/flink/jobs/feature-rolup/feature-rollup.jar, the Dockerfile copies nothing to",
    "https://example.com/feature-rollup.jar, does not start with local:///",
  })
  void refusesAJarThatTheImageDoesNotHave(String jarUri, String problem) {
    manifests.set("feature-rollup", "/spec/job/jarURI", jarUri);
    assertThat(check.findings(manifests))
        .anyMatch(f -> f.startsWith("FlinkDeployment/feature-rollup jarURI") && f.contains(problem))
        .contains("jobs/feature-rollup/target/feature-rollup.jar is run by no FlinkDeployment");
  }

  @Test
  void refusesAnotherJobsJar() {
    manifests.set(
        "feature-rollup",
        "/spec/job/jarURI",
        "local:///opt/flink/jobs/lakehouse-sink/lakehouse-sink.jar");
    assertThat(check.findings(manifests))
        .anyMatch(f -> f.contains("is not the build's main class"));
  }

  @Test
  void refusesAnotherMainClass() {
    manifests.set("feature-rollup", "/spec/job/entryClass", "io.tributary.rollup.FeaturesJob");
    assertThat(check.findings(manifests))
        .containsExactly(
            "FlinkDeployment/feature-rollup entryClass io.tributary.rollup.FeaturesJob"
                + " is not the build's main class "
                + ROLLUP_CLASS);
  }

  @Test
  void refusesACopyOfAJarThatTheBuildDoesNotMake() {
    assertThat(
            withDockerfile("target/feature-rollup.jar", "target/features.jar").findings(manifests))
        .contains(
            "FlinkDeployment/feature-rollup jarURI: the build makes no"
                + " jobs/feature-rollup/target/features.jar");
  }

  @Test
  void refusesAJarInTheFolderThatAllJobsShare() {
    manifests.set(
        "feature-rollup", "/spec/job/jarURI", "local:///opt/flink/usrlib/f/feature-rollup.jar");
    ImageCheck shared =
        withDockerfile(
            "/opt/flink/jobs/feature-rollup/feature-rollup.jar",
            "/opt/flink/usrlib/f/feature-rollup.jar");
    assertThat(shared.findings(manifests))
        .singleElement()
        .asString()
        .endsWith("every job's class path");
  }

  @Test
  void refusesAJarThatTheIgnoreFileHides() {
    ImageCheck hiding = new ImageCheck(check.dockerfile(), "*\n", check.modules());
    assertThat(hiding.findings(manifests))
        .hasSize(3)
        .allMatch(f -> f.contains("ignore file hides"));
  }

  @Test
  void refusesAJarThatDeclaresAnotherMainClass(@TempDir Path root) throws IOException {
    JobModule module = built(root, "io.tributary.Other", ROLLUP_CLASS);
    assertThat(module.problemOfTheJar()).get().asString().contains("io.tributary.Other");
  }

  @Test
  void refusesAJarWithoutItsMainClass(@TempDir Path root) throws IOException {
    JobModule module = built(root, ROLLUP_CLASS, "io.tributary.Other");
    assertThat(module.problemOfTheJar()).contains("job.jar has no class " + ROLLUP_CLASS);
  }

  private ImageCheck withDockerfile(String old, String replacement) {
    String dockerfile = check.dockerfile().replace(old, replacement);
    assertThat(dockerfile).isNotEqualTo(check.dockerfile());
    return new ImageCheck(dockerfile, check.dockerignore(), check.modules());
  }

  private static JobModule built(Path root, String declared, String content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, declared);
    try (var jar = new JarOutputStream(Files.newOutputStream(root.resolve("job.jar")), manifest)) {
      jar.putNextEntry(new JarEntry(content.replace('.', '/') + ".class"));
    }
    return new JobModule(root, "job.jar", ROLLUP_CLASS);
  }

  private static Path rootPom() {
    return Checkout.ROOT.resolve("pom.xml");
  }
}
