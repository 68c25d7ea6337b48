package io.tributary.config.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/**
 * Writes a shape as JSON Schema, so that editors complete and check a file as it is written. It
 * says what the loader says about structure; rules between keys are left to the loader.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">Draft 2020-12</a>
 */
public final class JsonSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String PLACEHOLDER = "\\$\\{";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode definitions = NODES.objectNode();

  /** The schema of a whole file. */
  public ObjectNode of(Shape<?> root, String title) {
    ObjectNode schema = NODES.objectNode().put("$schema", DIALECT).put("title", title);
    schema.setAll(schema(root));
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
    return schema;
  }

  private ObjectNode schema(Shape<?> shape) {
    if (shape instanceof RecordShape<?> closed) {
      return closed(closed);
    }
    if (shape instanceof MapShape<?, ?> open) {
      return open(open);
    }
    if (shape instanceof ForeignProperties foreign) {
      return open(foreign.properties());
    }
    if (shape instanceof ListShape<?> list) {
      return list(list);
    }
    if (shape instanceof Converted<?, ?> converted) {
      return schema(converted.written());
    }
    if (shape instanceof Shorthand<?> shorthand) {
      return anyOf(schema(shorthand.word()), schema(shorthand.full()));
    }
    if (shape instanceof RecursiveShape<?> recursive) {
      return reference(recursive);
    }
    return single(shape);
  }

  private ObjectNode reference(RecursiveShape<?> shape) {
    if (!definitions.has(shape.name())) {
      definitions.putObject(shape.name());
      definitions.set(shape.name(), shape.schema(this::schema));
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + shape.name());
  }

  private ObjectNode closed(RecordShape<?> shape) {
    ObjectNode schema = NODES.objectNode();
    ObjectNode properties = NODES.objectNode();
    ArrayNode required = NODES.arrayNode();
    for (Key<?> key : shape.keys()) {
      properties.set(key.name(), property(key));
      if (key.required()) {
        required.add(key.name());
      }
    }
    schema.set("type", required.isEmpty() ? types("object", "null") : NODES.textNode("object"));
    schema.put("additionalProperties", false).set("properties", properties);
    return required.isEmpty() ? schema : schema.set("required", required);
  }

  private ObjectNode property(Key<?> key) {
    ObjectNode schema = NODES.objectNode().put("description", key.description());
    if (!key.byDefault().isEmpty()) {
      try {
        schema.set("default", YAML.readTree(key.byDefault()));
      } catch (JsonProcessingException notYaml) {
        throw new IllegalStateException("the default of " + key.name() + " is not YAML", notYaml);
      }
    }
    return schema.setAll(schema(key.shape()));
  }

  private ObjectNode open(MapShape<?, ?> shape) {
    ObjectNode schema = NODES.objectNode().put("type", "object");
    if (shape.nonEmpty()) {
      schema.put("minProperties", 1);
    }
    if (!shape.key().pattern().isEmpty()) {
      schema.putObject("propertyNames").put("pattern", "^(" + shape.key().pattern() + ")$");
    }
    return schema.set("additionalProperties", schema(shape.element()));
  }

  private ObjectNode list(ListShape<?> shape) {
    ObjectNode item = schema(shape.item());
    ObjectNode list = NODES.objectNode().put("type", "array").put("uniqueItems", true);
    if (shape.nonEmpty()) {
      list.put("minItems", 1);
    }
    return anyOf(item, list.set("items", item));
  }

  private ObjectNode single(Shape<?> shape) {
    ObjectNode schema = NODES.objectNode();
    if (shape instanceof Scalar<?> scalar && !scalar.pattern().isEmpty()) {
      String pattern = "^(" + scalar.pattern() + ")$|" + PLACEHOLDER;
      return schema.put("type", "string").put("pattern", pattern);
    }
    if (shape instanceof Choice<?> choice) {
      ArrayNode words = schema.putArray("enum");
      choice.names().forEach(words::add);
      return anyOf(schema, placeholder());
    }
    if (shape instanceof Typed<?> typed) {
      return anyOf(schema.put("type", typed.schemaType()), placeholder());
    }
    return schema.set(
        "type",
        shape instanceof Literal
            ? types("string", "number", "boolean", "null")
            : types("string", "number", "boolean"));
  }

  private static ObjectNode placeholder() {
    return NODES.objectNode().put("type", "string").put("pattern", PLACEHOLDER);
  }

  private static ObjectNode anyOf(ObjectNode... schemas) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("anyOf").addAll(List.of(schemas));
    return schema;
  }

  private static ArrayNode types(String... names) {
    ArrayNode types = NODES.arrayNode();
    List.of(names).forEach(types::add);
    return types;
  }
}
