package io.tributary.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The only address anything here listens on, and its ports. Free ports are chosen below the range
 * from which Linux and macOS take the source ports of outgoing connections: above it, a client that
 * retries while its server is down can be given the server's own port, connect to itself, and keep
 * the server from ever binding again.
 */
final class Loopback {
  static final String HOST = "127.0.0.1";
  static final int TIMEOUT_MILLIS = 2_000;

  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Loopback() {}

  /** The port itself, or a free one for 0. */
  static int port(int portOrZero) {
    return portOrZero == 0 ? freePort(0) : portOrZero;
  }

  /** A free port of a server that also takes the one that is higher by the distance. */
  static int portOfTwo(int distance) {
    return freePort(distance);
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(HOST, port), TIMEOUT_MILLIS);
    return socket;
  }

  private static synchronized int freePort(int distanceOfSecond) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST - distanceOfSecond);
      int second = port + distanceOfSecond;
      if (isNeverGivenAndFree(port) && isNeverGivenAndFree(second)) {
        GIVEN.add(port);
        GIVEN.add(second);
        return port;
      }
    }
    throw new StackException("found no free port between " + FIRST + " and " + LAST);
  }

  private static boolean isNeverGivenAndFree(int port) {
    return !GIVEN.contains(port) && isFree(port);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
