package io.tributary.tools.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.ConnectionUrl;
import io.tributary.config.binding.FileTrouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A connector's configuration. Some of its values are secret: only those asked for are shown. */
record ConnectorSettings(Map<String, String> values) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The configuration cannot be had; the message says why, and quotes nothing of it. */
  static final class Unavailable extends Exception {

    private static final long serialVersionUID = 1L;

    private Unavailable(String message) {
      super(message);
    }
  }

  ConnectorSettings {
    values = Map.copyOf(values);
  }

  String get(String setting, String byDefault) {
    return values.getOrDefault(setting, byDefault).strip();
  }

  boolean has(String setting) {
    return values.containsKey(setting);
  }

  /**
   * Reads it.
   *
   * @param place a file of JSON, or the connector in Connect's REST interface: {@code
   *     http://connect:8083/connectors/app}
   */
  static ConnectorSettings read(String place) throws Unavailable {
    boolean isUrl = place.startsWith("http://") || place.startsWith("https://");
    return parse(new ConnectionUrl(place).toString(), isUrl ? fetched(place) : file(place));
  }

  private static String file(String place) throws Unavailable {
    try {
      return Files.readString(Path.of(place));
    } catch (IOException e) {
      throw new Unavailable(place + " cannot be read: " + FileTrouble.of(e));
    }
  }

  private static String fetched(String place) throws Unavailable {
    String shown = new ConnectionUrl(place).toString();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request(place), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Unavailable(
            "%s answers %d; name the connector as in http://connect:8083/connectors/NAME"
                .formatted(shown, answer.statusCode()));
      }
      return answer.body();
    } catch (IllegalArgumentException e) {
      throw new Unavailable(shown + " is no URL");
    } catch (ConnectException | HttpTimeoutException e) {
      throw new Unavailable(shown + " does not answer; check that Kafka Connect is up");
    } catch (IOException e) {
      throw new Unavailable(shown + " cannot be read: " + FileTrouble.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted");
    }
  }

  private static HttpRequest request(String place) {
    String user = URI.create(place).getUserInfo();
    String plain = user == null ? place : place.replaceFirst("//[^/]*@", "//");
    String url = plain.replaceFirst("/(config/?)?$", "") + "/config";
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    if (user != null) {
      byte[] login = user.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    return request.build();
  }

  private static ConnectorSettings parse(String shown, String text) throws Unavailable {
    try {
      JsonNode json = new JsonMapper().readTree(text);
      JsonNode inResource = json.at("/spec/config");
      JsonNode settings = inResource.isObject() ? inResource : json;
      settings = settings.path("config").isObject() ? settings.get("config") : settings;
      if (settings.has("connector.class")) {
        Map<String, String> values = new HashMap<>();
        settings.fields().forEachRemaining(it -> values.put(it.getKey(), it.getValue().asText()));
        return new ConnectorSettings(values);
      }
    } catch (JsonProcessingException e) {
      // Jackson's message quotes what it met.
      throw new Unavailable(shown + " is no JSON");
    }
    throw new Unavailable(shown + " is no configuration of a connector: it has no connector.class");
  }
}
