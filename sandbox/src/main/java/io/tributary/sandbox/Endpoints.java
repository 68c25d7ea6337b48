package io.tributary.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tributary.config.PipelineConfig;
import io.tributary.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code DIR/endpoints.json}: where the parts of a running sandbox answer, for other programs. */
final class Endpoints {

  private Endpoints() {}

  /** Replaces the file as a whole, so that a reader never sees half of it. */
  static void write(Stack stack, PipelineConfig config) throws IOException {
    Map<String, Object> endpoints = new LinkedHashMap<>();
    endpoints.put(
        "postgres",
        Map.of(
            "jdbc", stack.postgres().jdbcUrl(SourceDatabase.NAME),
            "user", stack.postgres().user(),
            "password", stack.postgres().password()));
    endpoints.put("kafka", stack.kafka().bootstrapServers());
    endpoints.put("connect", stack.connect().url());
    endpoints.put("redis", stack.redis().url());
    endpoints.put("flink", stack.flink().url());
    if (config.lakehouse() != null) {
      endpoints.put("catalog", config.lakehouse().catalog());
    }
    endpoints.put("processes", stack.processes());
    Path file = stack.directory().root().resolve("endpoints.json");
    Path next = file.resolveSibling(file.getFileName() + ".next");
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(next.toFile(), endpoints);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
