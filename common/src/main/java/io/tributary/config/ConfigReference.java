package io.tributary.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tributary.config.binding.JsonSchema;
import io.tributary.config.binding.ReferencePage;

/** The documentation of {@code pipeline.yaml}, written from the records that it is read into. */
public final class ConfigReference {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The options with which {@code ./mvnw -q -pl common -am test} writes the files anew. */
  static final String REGENERATE =
      "-Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate";

  private static final String INTRODUCTION =
      """
      # `pipeline.yaml`

      <!-- Generated from the records in io.tributary.config:
      ./mvnw -q -pl common -am test %s -->

      One file describes a pipeline, and every job and tool reads the same one. It is checked as a
      whole: all problems are reported at once, each with its line, its path and what would be right.
      For completion while you write, let your editor use `docs/pipeline.schema.json`, for example
      through a first line `# yaml-language-server: $schema=<path to it>`.

      - `${env:NAME}` and `${file:/path}` inside a value stand for an environment variable and for a
        file's content (without its last line break). What they bring in is shown as `***` wherever
        the configuration is shown. `$${` stands for a plain `${`.
      - A **duration** is a whole number and a unit: `100ms`, `30s`, `5m`, `6h`, `7d`.
      - A **window** is a duration of a second or longer, or `lifetime`.
      - A **percentage** is a number and its sign: `5%%`, `0.5%%`.
      - A **table** is `schema.table`, as PostgreSQL names it: case matters, no quotes.
      - Where a list is asked for, a single value will do.
      - Plain words are read as in YAML 1.2: `on`, `yes` and `2026-02-28` are texts.
      """
          .formatted(REGENERATE);

  private ConfigReference() {}

  /** The reference page, in Markdown. */
  public static String page() {
    return INTRODUCTION + ReferencePage.of(PipelineFile.SHAPE);
  }

  /** The JSON Schema. */
  public static String jsonSchema() {
    try {
      return JSON.writeValueAsString(
              new JsonSchema().of(PipelineFile.SHAPE, "Tributary's pipeline.yaml"))
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("cannot write the schema", impossible);
    }
  }
}
