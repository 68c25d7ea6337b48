package io.tributary.sandbox;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.stack.PostgresServer;
import io.tributary.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final YamlText text;

  private PipelineFile(YamlText text) {
    this.text = text;
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
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new PipelineFile(new YamlText(new String(bytes, StandardCharsets.UTF_8)));
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
    PostgresServer postgres = stack.postgres();
    text.put(List.of("source", "kafka", "bootstrap-servers"), stack.kafka().bootstrapServers());
    text.retain(List.of("source", "kafka", "properties"), PipelineFile::protectsNothing);
    text.put(
        List.of("database"),
        Map.of(
            "url", postgres.jdbcUrl(SourceDatabase.NAME),
            "user", postgres.user(),
            "password", postgres.password()));
    if (text.has("redis")) {
      text.put(List.of("redis"), Map.of("url", stack.redis().url()));
    }
    if (text.has("lakehouse")) {
      text.put(List.of("lakehouse", "catalog"), catalog(postgres, warehouse));
    }
    Files.deleteIfExists(target);
    Files.createFile(
        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(target, text.toString());
    return PipelineConfig.load(target);
  }

  private static boolean protectsNothing(String property) {
    return PROTECTION.stream().noneMatch(property::startsWith);
  }

  private static Map<String, String> catalog(PostgresServer postgres, Path warehouse) {
    return Map.of(
        "type", "jdbc",
        "jdbc.schema-version", "V1",
        "uri", postgres.jdbcUrl(LAKEHOUSE_DATABASE),
        "jdbc.user", postgres.user(),
        "jdbc.password", postgres.password(),
        "warehouse", warehouse.toUri().toString());
  }
}
