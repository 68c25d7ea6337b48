package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {

  private static final Rendering RENDERING = new Rendering(Checkout.MODULE);

  @TempDir private Path copy;

  @Test
  void isMadeFromTheInputsOfToday() {
    assertThat(RENDERING.staleInputs()).isEmpty();
  }

  @Test
  void isWhatKubectlRendersToday() throws Exception {
    assertThat(RENDERING.differences(kubectl())).isEmpty();
  }

  @Test
  void isStaleWhenAnInputChanges() throws IOException {
    Rendering changed = changed("overlays/production/pipeline.yaml", "version: 1", "version: 2");
    assertThat(changed.staleInputs())
        .containsExactly(
            "overlays/production/pipeline.yaml is not as it was rendered; run flink-k8s/render");
  }

  @Test
  void isStaleWhenAnInputIsNew() throws IOException {
    Rendering changed = copied();
    Files.createFile(copy.resolve("base/network-policy.yaml"));
    assertThat(changed.staleInputs())
        .singleElement()
        .asString()
        .startsWith("base/network-policy.yaml");
  }

  @Test
  void isStaleWhenKubectlRendersSomethingElse() throws Exception {
    Rendering changed = changed("base/lakehouse-sink.yaml", "interval: \\w+", "interval: 61s");
    assertThat(changed.differences(kubectl()))
        .containsExactly("FlinkDeployment/lakehouse-sink is rendered differently now");
  }

  @Test
  void isStaleWhenSomeoneEditsIt() throws Exception {
    Rendering changed =
        changed("rendered/production.yaml", "parallelism: \\d+", "parallelism: 720");
    assertThat(changed.differences(kubectl()))
        .containsExactly("FlinkDeployment/cache-invalidation is rendered differently now");
  }

  private static Path kubectl() {
    Optional<Path> kubectl = Rendering.kubectl();
    assumeThat(kubectl).as("kubectl on the PATH, to render afresh").isPresent();
    return kubectl.orElseThrow();
  }

  private Rendering changed(String file, String pattern, String replacement) throws IOException {
    Rendering copied = copied();
    String text = Checkout.read(copy.resolve(file));
    assertThat(text).containsPattern(pattern);
    Files.writeString(copy.resolve(file), text.replaceFirst(pattern, replacement));
    return copied;
  }

  private Rendering copied() throws IOException {
    for (String folder : List.of("base", "overlays/production", "rendered")) {
      Files.createDirectories(copy.resolve(folder));
      try (Stream<Path> files = Files.list(Checkout.MODULE.resolve(folder))) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
    return new Rendering(copy);
  }
}
