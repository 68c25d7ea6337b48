package io.tributary.k8s;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * What the build says about a job.
 *
 * @param root the repository
 * @param jar the job's self-contained jar relative to the repository, {@code
 *     jobs/feature-rollup/target/feature-rollup.jar}; there after {@code ./mvnw package}
 * @param mainClass {@code job.main.class} of its pom
 */
record JobModule(Path root, String jar, String mainClass) {

  static List<JobModule> in(Path root) {
    try (Stream<Path> modules = Files.list(root.resolve("jobs"))) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .sorted()
          .map(module -> of(root, module))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobModule of(Path root, Path module) {
    Path pom = module.resolve("pom.xml");
    String artifact = read(pom, "/project/artifactId");
    String jar = root.relativize(module.resolve("target").resolve(artifact + ".jar")).toString();
    return new JobModule(root, jar, read(pom, "/project/properties/job.main.class"));
  }

  /** The text at an XPath of a pom, whose elements are taken to be in no namespace. */
  static String read(Path pom, String path) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
      return XPathFactory.newInstance().newXPath().evaluate(path, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
      throw new IllegalStateException("cannot read " + path + " of " + pom, e);
    }
  }

  /**
   * Whether this build has come as far as the job's jars. If it stops at the tests, it hands the
   * job's classes over in a folder, and a self-contained jar would be one of an earlier build.
   */
  boolean isPackaged() {
    Path target = root.resolve(jar).getParent();
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getProperty("java.class.path"))
        .anyMatch(entry -> entry.endsWith(".jar") && Path.of(entry).startsWith(target));
  }

  /** What keeps Flink from starting the main class out of the jar that was built. */
  Optional<String> problemOfTheJar() {
    try (JarFile file = new JarFile(root.resolve(jar).toFile())) {
      if (file.getEntry(mainClass.replace('.', '/') + ".class") == null) {
        return Optional.of(jar + " has no class " + mainClass);
      }
      Object declared = file.getManifest().getMainAttributes().get(Attributes.Name.MAIN_CLASS);
      return mainClass.equals(declared)
          ? Optional.empty()
          : Optional.of(jar + " declares the main class " + declared + ", not " + mainClass);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
