package io.tributary.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The REST interface of one component. */
final class JsonHttp {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(Loopback.TIMEOUT_MILLIS))
          .build();

  private final String component;
  private final String url;

  JsonHttp(String component, String url) {
    this.component = component;
    this.url = url;
  }

  /** Whether it answers the path with success. */
  boolean answers(String path) {
    try {
      return send("GET", path, BodyPublishers.noBody(), Duration.ofSeconds(5)).isSuccess();
    } catch (IOException notYet) {
      return false;
    }
  }

  JsonNode get(String path) {
    return call("GET", path, BodyPublishers.noBody()).success();
  }

  /** The answer with its status, for callers to whom some errors are no surprise. */
  Answer call(String method, String path) {
    return call(method, path, BodyPublishers.noBody());
  }

  Answer call(String method, String path, Object body) {
    try {
      return call(method, path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not expressible in JSON: " + body.getClass(), e);
    }
  }

  private Answer call(String method, String path, BodyPublisher body) {
    try {
      return send(method, path, body, TIMEOUT);
    } catch (IOException e) {
      throw new StackException(
          "%s does not answer %s %s%s: %s".formatted(component, method, url, path, e), e);
    }
  }

  private Answer send(String method, String path, BodyPublisher body, Duration timeout)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      String origin = "%s answered %s %s with".formatted(component, method, path);
      return new Answer(origin, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while asking " + component, e);
    }
  }

  /**
   * What came back.
   *
   * @param origin who answered what, the beginning of an error message
   */
  record Answer(String origin, int status, String body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The body of a successful answer; any other throws with the component's own words. */
    JsonNode success() {
      if (!isSuccess()) {
        throw failure();
      }
      return json();
    }

    StackException failure() {
      return new StackException("%s %d: %s".formatted(origin, status, reason()));
    }

    private String reason() {
      JsonNode json = json();
      if (json.has("message")) {
        return json.path("message").asText();
      }
      return json.has("errors") ? json.path("errors").path(0).asText() : body;
    }

    private JsonNode json() {
      try {
        return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
      } catch (JsonProcessingException notJson) {
        return MissingNode.getInstance();
      }
    }
  }
}
