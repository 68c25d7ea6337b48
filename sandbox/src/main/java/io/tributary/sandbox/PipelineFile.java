package io.tributary.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The user's pipeline.yaml, or the sandbox's own, with the addresses of the sandbox in it. All else
 * stays as it was written.
 */
final class PipelineFile {

  static final String LAKEHOUSE_DATABASE = "lakehouse";

  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode root;

  private PipelineFile(ObjectNode root) {
    this.root = root;
  }

  /** Reads the file, or where there is none the sandbox's own. */
  static PipelineFile read(@Nullable Path file) throws IOException {
    if (file != null) {
      PipelineConfig.load(file);
    }
    try (InputStream in =
        file == null
            ? PipelineFile.class.getResourceAsStream("pipeline.yaml")
            : Files.newInputStream(file)) {
      JsonNode tree = YAML.readTree(in);
      return new PipelineFile((ObjectNode) tree);
    }
  }

  /** Fills in where the stack's parts are, writes the file for this user's eyes only, loads it. */
  PipelineConfig write(Stack stack, Path warehouse, Path target) throws IOException {
    String password = stack.postgres().password();
    String user = stack.postgres().user();
    ((ObjectNode) root.path("source").path("kafka"))
        .put("bootstrap-servers", stack.kafka().bootstrapServers());
    root.putObject("database")
        .put("url", stack.postgres().jdbcUrl(SourceDatabase.NAME))
        .put("user", user)
        .put("password", password);
    if (root.has("redis")) {
      root.putObject("redis").put("url", stack.redis().url());
    }
    if (root.has("lakehouse")) {
      ObjectNode lakehouse = (ObjectNode) root.get("lakehouse");
      lakehouse
          .putObject("catalog")
          .put("type", "jdbc")
          .put("uri", stack.postgres().jdbcUrl(LAKEHOUSE_DATABASE))
          .put("jdbc.user", user)
          .put("jdbc.password", password)
          .put("warehouse", warehouse.toUri().toString());
    }
    Files.deleteIfExists(target);
    Files.createFile(
        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(target, YAML.writeValueAsString(root));
    return PipelineConfig.load(target);
  }
}
