package io.tributary.k8s;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rendering that lies in the repository, and whether it is what its inputs give today.
 *
 * @param module the folder that holds {@code base}, {@code overlays} and {@code rendered}
 */
record Rendering(Path module) {

  private static final List<String> INPUTS = List.of("base", "overlays/production");

  Manifests checkedIn() {
    return Manifests.parse(Checkout.read(module.resolve("rendered/production.yaml")));
  }

  /** The inputs that are not those that the rendering was made from. Needs no kubectl. */
  List<String> staleInputs() {
    Map<String, String> then = recordedDigests();
    Map<String, String> now = digests();
    return Stream.concat(then.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(file -> !now.getOrDefault(file, "").equals(then.get(file)))
        .map(file -> file + " is not as it was rendered; run flink-k8s/render")
        .toList();
  }

  private Map<String, String> recordedDigests() {
    Map<String, String> digests = new TreeMap<>();
    for (String line : Checkout.read(module.resolve("rendered/production.sha256")).split("\n")) {
      String[] parts = line.split(" +", 2);
      digests.put(parts[1], parts[0]);
    }
    return digests;
  }

  private Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    for (String folder : INPUTS) {
      try (Stream<Path> files = Files.list(module.resolve(folder))) {
        files.forEach(file -> digests.put(folder + "/" + file.getFileName(), sha256(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return digests;
  }

  private static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Optional<Path> kubectl() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .map(folder -> Path.of(folder, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The objects that the rendering in the repository has different from a fresh one. */
  List<String> differences(Path kubectl) throws IOException, InterruptedException {
    Map<String, Object> then = byTitle(checkedIn());
    Map<String, Object> now = byTitle(fresh(kubectl));
    List<String> differences = new ArrayList<>();
    Stream.concat(then.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(title -> !now.getOrDefault(title, "").equals(then.get(title)))
        .forEach(title -> differences.add(title + " is rendered differently now"));
    return differences;
  }

  private static Map<String, Object> byTitle(Manifests manifests) {
    Map<String, Object> objects = new TreeMap<>();
    manifests.objects().forEach(object -> objects.put(Manifests.title(object), object));
    return objects;
  }

  private Manifests fresh(Path kubectl) throws IOException, InterruptedException {
    Path output = Files.createTempFile("rendering", ".yaml");
    Process process =
        new ProcessBuilder(kubectl.toString(), "kustomize", "overlays/production")
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("kubectl kustomize: " + Checkout.read(output));
      }
      return Manifests.parse(Checkout.read(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
