package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the image of Kafka Connect takes from the build. */
class ConnectImageTest {

  private static final Path FOLDER = Checkout.MODULE.resolve("connect");
  private static final String PLUGIN = "stack/dist/debezium/target/lib";

  @Test
  void takesThePluginFolderThatTheTestsOfTheConnectorRun() {
    assertThat(Checkout.read(FOLDER.resolve("Dockerfile")))
        .contains("COPY --chown=1001:0 " + PLUGIN + "/ /opt/kafka/plugins/");
    assertThat(Checkout.read(FOLDER.resolve("Dockerfile.dockerignore"))).contains("\n!" + PLUGIN);
    assertThat(Checkout.read(Checkout.ROOT.resolve("stack/dist/debezium/pom.xml")))
        .contains("<artifactId>dbz-repair</artifactId>");
  }

  @Test
  void findsTheRepairBeforeTheConnector() throws IOException {
    List<String> jars = jars();
    assumeThat(jars).as("the connector's jars, which the build copies").isNotEmpty();

    String debezium =
        JobModule.read(Checkout.ROOT.resolve("pom.xml"), "/project/properties/debezium.version");
    assertThat(jars).contains("debezium-connector-postgres-" + debezium + ".jar");
    assertThat(jars.stream().filter(jar -> jar.matches("(dbz-repair|debezium-connector-p).*")))
        .first()
        .asString()
        .startsWith("dbz-repair-");
  }

  private static List<String> jars() throws IOException {
    Path folder = Checkout.ROOT.resolve(PLUGIN);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
