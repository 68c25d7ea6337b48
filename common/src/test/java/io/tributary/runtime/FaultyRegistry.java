package io.tributary.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.stack.SchemaRegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a real registry, and answers in its place while there is a fault. */
final class FaultyRegistry implements AutoCloseable {

  /** What is wrong. */
  enum Fault {
    NONE,
    /** The connection is closed without an answer. */
    CUT,
    /** A proxy knows no such path. */
    PROXY_404,
    ERROR_500,
    /** The answer has status 200, and is no JSON. */
    GARBAGE,
    /** It is JSON, but no schema. */
    OTHER_JSON,
    /** It is cut off in the middle. */
    HALF
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final SchemaRegistryServer registry;
  private final HttpServer server;
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;

  FaultyRegistry(SchemaRegistryServer registry) throws IOException {
    this.registry = registry;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void is(Fault now) {
    faults.set(0);
    fault = now;
  }

  /** How many questions the present fault, or the registry's own, has kept from an answer. */
  int faults() {
    return faults.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Fault now = fault;
    switch (now) {
      case NONE -> pass(exchange);
      case CUT -> exchange.close();
      case PROXY_404 -> send(exchange, 404, "<html>no such page</html>");
      case ERROR_500 -> send(exchange, 500, "{\"error_code\":50001,\"message\":\"store\"}");
      case GARBAGE -> send(exchange, 200, "}{ \u0000 not even JSON");
      case OTHER_JSON -> send(exchange, 200, "{\"schema\":7}");
      case HALF -> {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("{\"schema\":\"".getBytes(StandardCharsets.UTF_8));
        exchange.close();
      }
    }
    if (now != Fault.NONE) {
      faults.incrementAndGet();
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(registry.url() + exchange.getRequestURI())).build(),
              HttpResponse.BodyHandlers.ofString());
      send(exchange, response.statusCode(), response.body());
      if (response.statusCode() == 404) {
        faults.incrementAndGet();
      }
    } catch (IOException unreachable) {
      faults.incrementAndGet();
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
