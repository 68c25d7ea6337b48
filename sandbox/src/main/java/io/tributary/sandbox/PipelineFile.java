package io.tributary.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's pipeline.yaml, or the sandbox's own, with the addresses of the sandbox in it. All else
 * stays as it was written.
 */
final class PipelineFile {

  static final String LAKEHOUSE_DATABASE = "lakehouse";

  /** What the sandbox replaces. */
  private static final List<String> REPLACED =
      List.of(
          "source.kafka.bootstrap-servers",
          "source.kafka.properties",
          "database",
          "redis",
          "lakehouse.catalog");

  /** How to be let in belongs to an address; the sandbox's broker asks for nothing. */
  private static final List<String> PROTECTION = List.of("security.", "sasl.", "ssl.");

  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode root;

  private PipelineFile(ObjectNode root) {
    this.root = root;
  }

  /**
   * Reads the file, or where there is none the sandbox's own.
   *
   * @throws InvalidConfigException with what is wrong with it, but for what will be replaced: that
   *     may well name secrets that are not to be had here
   */
  static PipelineFile read(@Nullable Path file) throws IOException {
    if (file != null) {
      validate(file);
    }
    try (InputStream in =
        file == null
            ? PipelineFile.class.getResourceAsStream("pipeline.yaml")
            : Files.newInputStream(file)) {
      JsonNode tree = YAML.readTree(in);
      return new PipelineFile((ObjectNode) tree);
    }
  }

  private static void validate(Path file) {
    try {
      PipelineConfig.load(file);
    } catch (InvalidConfigException e) {
      List<Violation> remaining =
          e.violations().stream()
              .filter(violation -> REPLACED.stream().noneMatch(violation.path()::startsWith))
              .toList();
      if (!remaining.isEmpty()) {
        throw new InvalidConfigException(file.toString(), remaining);
      }
    }
  }

  /** Fills in where the stack's parts are, writes the file for this user's eyes only, loads it. */
  PipelineConfig write(Stack stack, Path warehouse, Path target) throws IOException {
    putKafka(stack.kafka());
    PostgresServer postgres = stack.postgres();
    root.putObject("database")
        .put("url", postgres.jdbcUrl(SourceDatabase.NAME))
        .put("user", postgres.user())
        .put("password", postgres.password());
    if (root.has("redis")) {
      root.putObject("redis").put("url", stack.redis().url());
    }
    if (root.get("lakehouse") instanceof ObjectNode lakehouse) {
      putCatalog(lakehouse, postgres, warehouse);
    }
    Files.deleteIfExists(target);
    Files.createFile(
        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(target, YAML.writeValueAsString(root));
    return PipelineConfig.load(target);
  }

  private void putKafka(KafkaBroker broker) {
    ObjectNode kafka = (ObjectNode) root.path("source").path("kafka");
    kafka.put("bootstrap-servers", broker.bootstrapServers());
    if (kafka.get("properties") instanceof ObjectNode properties) {
      properties.retain(
          properties.properties().stream()
              .map(Map.Entry::getKey)
              .filter(name -> PROTECTION.stream().noneMatch(name::startsWith))
              .toList());
    }
  }

  private static void putCatalog(ObjectNode lakehouse, PostgresServer postgres, Path warehouse) {
    lakehouse
        .putObject("catalog")
        .put("type", "jdbc")
        .put("jdbc.schema-version", "V1")
        .put("uri", postgres.jdbcUrl(LAKEHOUSE_DATABASE))
        .put("jdbc.user", postgres.user())
        .put("jdbc.password", postgres.password())
        .put("warehouse", warehouse.toUri().toString());
  }
}
