package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code -Dregenerate}, writes the two files instead of checking them. */
class ConfigReferenceTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final JsonSchema SCHEMA = SCHEMAS.getSchema(ConfigReference.jsonSchema());

  @Test
  void theCommittedPageIsCurrent() throws IOException {
    isCurrent("configuration.md", ConfigReference.page());
  }

  @Test
  void theCommittedSchemaIsCurrent() throws IOException {
    isCurrent("pipeline.schema.json", ConfigReference.jsonSchema());
  }

  @Test
  void theSchemaIsOne() throws JsonProcessingException {
    JsonSchema dialect =
        SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(dialect.validate(YAML.readTree(ConfigReference.jsonSchema()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"every-key.yaml", "smallest.yaml", "direct.yaml"})
  void theSchemaAcceptsWhatTheLoaderAccepts(String name) throws IOException {
    assertThat(SCHEMA.validate(read(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "broken/unknown-keys.yaml  | $: property 'lakehause' is not defined",
        "broken/unknown-keys.yaml  | $.source.kafka: property 'TopicPrefix' is not defined",
        "broken/unknown-keys.yaml  | $.source.kafka: required property 'bootstrap-servers'",
        "broken/wrong-types.yaml   | $.tables: property 'users' name is not valid",
        "broken/wrong-types.yaml   | $.dead-letters: array found, [object, null] expected",
        "broken/rollups.yaml       | $.rollups.a.features: must have at least 1 properties",
        "broken/rollups.yaml       | $.rollups.b.kafka-topic: does not match the regex",
        "broken/templates.yaml     | $.caches.profile.keys[2]: does not match the regex",
        "broken/two-sources.yaml   | $.source.postgres.slot: does not match the regex",
        "broken/not-supported.yaml | $.rollups.users.features.ctr: property 'ratio' is not",
      })
  void theSchemaRefusesWhatTheLoaderRefuses(String name, String message) throws IOException {
    assertThat(SCHEMA.validate(read(name)))
        .extracting(ValidationMessage::getMessage)
        .anyMatch(said -> said.startsWith(message));
  }

  private static JsonNode read(String name) throws IOException {
    return YAML.readTree(Files.readString(Pipelines.file(name)));
  }

  private static void isCurrent(String name, String generated) throws IOException {
    Path file = Path.of(System.getProperty("tributary.home"), "docs", name);
    if (System.getProperty("regenerate") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("run ./mvnw -q -pl common -am test %s", ConfigReference.REGENERATE)
        .content()
        .isEqualTo(generated);
  }
}
