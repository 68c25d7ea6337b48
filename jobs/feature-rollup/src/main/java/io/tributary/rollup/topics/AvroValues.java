package io.tributary.rollup.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.store.FeatureUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values of features as Avro's generic ones. */
final class AvroValues {

  private static final JsonFactory JSON = new JsonFactory();

  private AvroValues() {}

  /**
   * A value of {@link FeatureUpdate#values}.
   *
   * @throws NumberFormatException if the schema's type does not hold it
   */
  static Object of(String json, Schema schema) {
    if (schema.getType() != Schema.Type.ARRAY) {
      return scalar(Json.text(json), schema);
    }
    Schema item = schema.getElementType().getTypes().get(1);
    List<@Nullable Object> values = new ArrayList<>();
    for (String text : items(json)) {
      values.add(text == null ? null : scalar(text, item));
    }
    return values;
  }

  /**
   * A value by its text.
   *
   * @throws NumberFormatException if the schema's type does not hold it
   */
  static Object scalar(String text, Schema schema) {
    return switch (schema.getType()) {
      case BOOLEAN -> bool(text);
      case LONG -> Long.parseLong(text);
      case DOUBLE -> Double.parseDouble(text);
      default -> text;
    };
  }

  private static boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new NumberFormatException("no boolean");
    }
    return text.equals("true");
  }

  /** The texts of a list of texts, numbers, booleans and nulls. */
  static List<@Nullable String> items(String json) {
    List<@Nullable String> items = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new NumberFormatException("no list");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("values are JSON", e);
    }
    return items;
  }
}
