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
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A connector in Kafka Connect's REST interface. Nothing is changed there. */
final class ConnectRest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String connector;
  private final @Nullable String login;

  private ConnectRest(String connector, @Nullable String login) {
    this.connector = connector;
    this.login = login;
  }

  static boolean isUrl(String place) {
    return place.startsWith("http://") || place.startsWith("https://");
  }

  /**
   * The connector at a URL.
   *
   * @param place {@code http://user:password@connect:8083/connectors/app}, with or without {@code
   *     /config} behind it
   */
  static ConnectRest at(String place) throws Unreachable {
    try {
      String user = URI.create(place).getUserInfo();
      String plain = place.replaceFirst("//[^/]*@", "//").replaceFirst("/(config/?)?$", "");
      return new ConnectRest(plain, user);
    } catch (IllegalArgumentException e) {
      // Its message quotes what may hold a password.
      throw new Unreachable(new ConnectionUrl(place) + " is not a URL");
    }
  }

  /** The connector's URL, without the password. */
  String url() {
    return connector;
  }

  /** What Connect says of the connector, for example under {@code /status}. */
  JsonNode ofConnector(String path) throws Unreachable {
    return get(connector + path);
  }

  /** What Connect says of the worker, for example under {@code /connector-plugins}. */
  JsonNode ofWorker(String path) throws Unreachable {
    return get(connector.replaceFirst("/connectors/[^/]*$", "") + path);
  }

  private JsonNode get(String url) throws Unreachable {
    try {
      HttpResponse<String> answer = client.send(request(url), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Unreachable(
            "%s answers %d; %s".formatted(url, answer.statusCode(), advice(answer.statusCode())));
      }
      return new JsonMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      // Jackson's message quotes what it met.
      throw new Unreachable(url + " does not answer in JSON; name Kafka Connect's REST interface");
    } catch (IllegalArgumentException e) {
      throw new Unreachable(url + " is not a URL");
    } catch (ConnectException | HttpTimeoutException e) {
      throw new Unreachable(url + " does not answer; check that Kafka Connect is up");
    } catch (IOException e) {
      throw new Unreachable(url + " cannot be read: " + FileTrouble.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted");
    }
  }

  private HttpRequest request(String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    if (login != null) {
      byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return request.build();
  }

  private static String advice(int status) {
    return status == 401 || status == 403
        ? "name one who may read it, as in http://user:password@connect:8083/connectors/NAME"
        : "name the connector, as in http://connect:8083/connectors/NAME";
  }
}
