package io.tributary.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tributary.config.binding.ConfigNode;
import io.tributary.config.binding.FileTrouble;
import io.tributary.config.binding.Place;
import io.tributary.config.binding.Placeholders;
import io.tributary.config.binding.RecordShape;
import io.tributary.config.binding.Scalar;
import io.tributary.config.binding.Shapes;
import io.tributary.config.binding.Violation;
import io.tributary.config.binding.YamlReader;
import io.tributary.event.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The written form of a {@link PipelineConfig}. */
final class PipelineFile {
  static final RecordShape<PipelineConfig> SHAPE = shapes().record(PipelineConfig.class);

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private final Placeholders.Environment environment;

  PipelineFile(Placeholders.Environment environment) {
    this.environment = environment;
  }

  private static Shapes shapes() {
    Shapes shapes =
        new Shapes()
            .with(
                TableId.class,
                new Scalar<>(
                    "table",
                    PipelineFile::table,
                    TableId::toString,
                    "write schema.table",
                    ".+\\..+"));
    Secret.addTo(shapes);
    ConnectionUrl.addTo(shapes);
    Window.addTo(shapes);
    PiiRule.addTo(shapes);
    Percentage.addTo(shapes);
    shapes.with(Filter.class, new FilterShape(shapes));
    FeatureConfig.addTo(shapes);
    return shapes;
  }

  private static Optional<TableId> table(String text) {
    try {
      return Optional.of(TableId.parse(text));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  PipelineConfig load(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException missing) {
      Violation violation = new Violation("", 0, "does not exist", "give the path of a file");
      throw new InvalidConfigException(file.toString(), List.of(violation));
    } catch (IOException unreadable) {
      Violation violation =
          new Violation(
              "",
              0,
              "cannot be read: " + FileTrouble.of(unreadable),
              "give the path of a file in UTF-8 that this process can read");
      throw new InvalidConfigException(file.toString(), List.of(violation));
    }
  }

  PipelineConfig parse(String name, String yaml) {
    List<Violation> violations = new ArrayList<>();
    Placeholders placeholders = new Placeholders(environment);
    ConfigNode root = new YamlReader(placeholders, violations).read(yaml);
    PipelineConfig config = null;
    if (violations.stream().noneMatch(violation -> violation.path().isEmpty())) {
      Place place = new Place(root, violations);
      NotSupportedYet.report(place);
      config = SHAPE.bindWithHoles(place);
      if (config != null) {
        new CrossChecks(config, place).report();
      }
    }
    if (config == null || !violations.isEmpty()) {
      violations.sort(Comparator.comparingInt(Violation::line));
      throw new InvalidConfigException(name, violations);
    }
    return config.with(Masks.of(placeholders.masks()));
  }

  static String describe(PipelineConfig config) {
    Masks masks = config.masks();
    Map<String, String> shownFor = masks == null ? Map.of() : masks.shownFor();
    try {
      return YAML.writeValueAsString(mask(SHAPE.show(config), shownFor));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("cannot write the configuration", impossible);
    }
  }

  private static JsonNode mask(JsonNode node, Map<String, String> shownFor) {
    if (node.isTextual()) {
      String text = node.textValue();
      return TextNode.valueOf(shownFor.getOrDefault(text, text));
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(mask(entry.getValue(), shownFor)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, mask(array.get(i), shownFor));
      }
    }
    return node;
  }
}
