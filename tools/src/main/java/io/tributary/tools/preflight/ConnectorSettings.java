package io.tributary.tools.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.binding.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A connector's configuration. Some of its values are secret: only those asked for are shown. */
record ConnectorSettings(Map<String, String> values) {

  ConnectorSettings {
    values = Map.copyOf(values);
  }

  String get(String setting, String byDefault) {
    return values.getOrDefault(setting, byDefault).strip();
  }

  boolean has(String setting) {
    return values.containsKey(setting);
  }

  static ConnectorSettings of(ConnectRest connector) throws Unreachable {
    return of(connector.url(), connector.ofConnector("/config"));
  }

  /** Reads a file of JSON. Nothing of it is quoted where it cannot be used. */
  static ConnectorSettings of(Path file) throws Unreachable {
    try {
      return of(file.toString(), new JsonMapper().readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      // Jackson's message quotes what it met.
      throw new Unreachable(file + " is not JSON");
    } catch (IOException e) {
      throw new Unreachable(file + " cannot be read: " + FileTrouble.of(e));
    }
  }

  private static ConnectorSettings of(String shown, JsonNode json) throws Unreachable {
    JsonNode inResource = json.at("/spec/config");
    JsonNode settings = inResource.isObject() ? inResource : json;
    settings = settings.path("config").isObject() ? settings.get("config") : settings;
    if (!settings.has("connector.class")) {
      throw new Unreachable(
          shown + " is not a connector's configuration: it has no connector.class");
    }
    Map<String, String> values = new HashMap<>();
    settings.fields().forEachRemaining(it -> values.put(it.getKey(), it.getValue().asText()));
    return new ConnectorSettings(values);
  }
}
