package io.tributary.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the repository that the checks read. */
final class Checkout {

  static final Path ROOT =
      Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
  static final Path MODULE = ROOT.resolve("flink-k8s");

  private Checkout() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
