package io.tributary.stack;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A job that counts for ever, compiled against the jars of the cluster that is to run it. */
final class CountingJob {
  private static final String SOURCE =
      """
      import org.apache.flink.client.program.ProgramParametrizationException;
      import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
      import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

      public class Job {
        public static void main(String[] args) throws Exception {
          if (args[0].equals("--fail")) {
            throw new IllegalArgumentException("asked to fail");
          }
          if (args[0].equals("--refuse")) {
            throw new ProgramParametrizationException("asked to refuse");
          }
          StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
          env.fromSequence(0, Long.MAX_VALUE - 1)
              .uid("numbers")
              .map(n -> { Thread.sleep(1); return n; })
              .uid("slowly")
              .sinkTo(new DiscardingSink<>())
              .uid("nowhere");
          env.execute(args[1]);
        }
      }
      """;

  private CountingJob() {}

  static Path jar(Path target) throws IOException {
    Path classes = Files.createDirectories(target.resolveSibling("job-classes"));
    Path source = classes.resolve("Job.java");
    Files.writeString(source, SOURCE);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", flink(), "-d", classes.toString(), source.toString());
    if (result != 0) {
      throw new IllegalStateException("the job does not compile");
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Job");
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry("Job.class"));
      jar.write(Files.readAllBytes(classes.resolve("Job.class")));
    }
    return target;
  }

  private static String flink() throws IOException {
    try (Stream<Path> jars = Files.list(JavaCommand.folder("flink"))) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }
}
