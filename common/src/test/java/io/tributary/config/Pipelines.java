package io.tributary.config;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The files under {@code pipelines/}, and the environment that they are read in. */
final class Pipelines {
  static final String DLQ_KEY = "c2VzYW1lLXNlc2FtZS1zZXNhbWUtc2VzYW1lLW9wZW4=";
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "DLQ_D1", DLQ_KEY,
          "BROKERS", "kafka-1:9092,kafka-2:9092",
          "DB_PASSWORD", "db-sesame",
          "PII_K1", "pii-sesame-number-one",
          "PII_K2", "pii-sesame-number-two",
          "REDIS_PASSWORD", "redis-sesame",
          "REGISTRY_PASSWORD", "reg-sesame",
          "KAFKA_BOOTSTRAP", "kafka-1:9092",
          "SPACED", "a b");

  private Pipelines() {}

  static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Pipelines.class.getResource("/pipelines/" + name)).toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static PipelineConfig load(String name) {
    return new PipelineFile(ENVIRONMENT::get).load(file(name));
  }

  static PipelineConfig parse(String yaml) {
    return new PipelineFile(ENVIRONMENT::get).parse("test.yaml", yaml);
  }
}
