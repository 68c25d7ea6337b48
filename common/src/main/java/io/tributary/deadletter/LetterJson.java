package io.tributary.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The JSON of dead letters. */
final class LetterJson {

  private static final JsonMapper JSON = new JsonMapper();

  private LetterJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String write(Object json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, texts and numbers can be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the bytes are no JSON object; quotes nothing of them
   */
  static JsonNode read(byte[] utf8) {
    JsonNode json;
    try {
      json = JSON.readTree(utf8);
    } catch (IOException e) {
      throw new IllegalArgumentException(utf8.length + " bytes that are not JSON");
    }
    if (json == null || !json.isObject()) {
      throw new IllegalArgumentException(utf8.length + " bytes that are not a JSON object");
    }
    return json;
  }
}
