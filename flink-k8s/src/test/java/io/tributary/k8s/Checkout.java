package io.tributary.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of the repository that the checks read. */
final class Checkout {

  static final Path ROOT =
      Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
  static final Path MODULE = ROOT.resolve("flink-k8s");

  private Checkout() {}

  /** The operator's CRDs lie beside the repository, not in it, and may be absent. */
  static Optional<Path> flinkDeploymentCrd() {
    Path crds = ROOT.resolveSibling("shared").resolve("crds");
    return Optional.of(crds.resolve("flink-operator-1.15.0-flinkdeployments.yml"))
        .filter(Files::isRegularFile);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
